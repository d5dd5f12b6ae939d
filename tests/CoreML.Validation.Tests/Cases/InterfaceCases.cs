using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Validation.Tests;

internal static class InterfaceCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8201", "description.input[0].type.isOptional", LinearCases.Regressor, model => model.Type(0).IsOptional = true),
        new("CML8202", "description.input", Serialized, model => model.Type(0).IsOptional = true),
        new("CML8203", "description.input[1].type.multiArrayType", Serialized, model => model.SpecificationVersion = 4),
        new("CML8203", "description.input[0].type.multiArrayType", () => Make.Identity(5, Make.Array("x", 2)), model =>
        {
            model.Type(0).IsOptional = true;
            model.Type(0).MultiArrayType.DoubleDefaultValue = 1;
        }),
        new("CML8204", "description.input", FeatureEngineeringCases.Normalizer, model => model.Description.Input.Add(Make.Array("other", 2))),
        new("CML8205", "description.input[0].type", FeatureEngineeringCases.Normalizer, model => model.Description.Input[0].Retype(Make.Double("x"))),
        new("CML8205", "description.input[0].type", LinearCases.Regressor, model => model.Description.Input[0].Retype(Make.String("x"))),
        new("CML8206", "description.output", FeatureEngineeringCases.Normalizer, model => model.Description.Output.Add(Make.Array("other", 2))),
        new("CML8207", "description.output[0].type", FeatureEngineeringCases.OneHot, model => model.OneHotEncoder.OutputSparse = false),
        new("CML8207", "description.output[0].type", LanguageCases.TextClassifier, model => model.Description.Output[0].Retype(Make.Int64("y"))),
        new("CML8207", "description.output[0].type", PrintCases.Scene, model => model.Description.Output[0].Retype(Make.Double("y"))),

        new("CML8221", "description.predictedFeatureName", LinearCases.Regressor, model => model.Description.PredictedFeatureName = ""),
        new("CML8222", "description.predictedFeatureName", LinearCases.Classifier, model => model.Description.PredictedFeatureName = "ghost"),
        new("CML8223", "description.output[label]", LinearCases.Classifier, model => model.Description.Output[0].Retype(Make.Int64("label"))),
        new("CML8223", "description.output[y]", LinearCases.Regressor, model => model.Description.Output[0].Retype(Make.String("y"))),
        new("CML8224", "glmClassifier.classLabels", LinearCases.Classifier, model => model.GlmClassifier.ClearClassLabels()),
        new("CML8225", "description.predictedProbabilitiesName", LinearCases.Classifier, model => model.Description.PredictedProbabilitiesName = "ghost"),
        new("CML8226", "description.output[p]", LinearCases.Classifier, model => model.Description.Output[1].Retype(Make.Int64("p"))),
        new("CML8227", "glmClassifier.classLabels", LinearCases.Classifier, model => model.GlmClassifier.StringClassLabels.Vector[1] = "a"),
    ];

    private static Model Serialized()
    {
        Model model = Make.Model([Make.Array("x", 2), Make.Array("z", DataType.Float32, 2)], [Make.Array("y", 2)], 5);
        model.Type(1).IsOptional = true;
        model.Type(1).MultiArrayType.FloatDefaultValue = 1;
        model.SerializedModel = new();
        return model;
    }
}
