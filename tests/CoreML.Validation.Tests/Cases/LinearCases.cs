using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class LinearCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8301", "glmRegressor.offset", Regressor, model => model.GlmRegressor.Offset.Clear()),
        new("CML8301", "glmClassifier.offset", Classifier, model => model.GlmClassifier.Offset.Add(1)),
        new("CML8302", "glmRegressor.weights[1]", Regressor, model =>
        {
            model.GlmRegressor.Weights.Add(new GLMRegressor.Types.DoubleArray { Value = { 1 } });
            model.GlmRegressor.Offset.Add(1);
        }),
        new("CML8303", "glmClassifier.postEvaluationTransform", Classifier,
            model => model.GlmClassifier.PostEvaluationTransform = (GLMClassifier.Types.PostEvaluationTransform)7),
        new("CML8303", "glmClassifier.classEncoding", Classifier, model => model.GlmClassifier.ClassEncoding = (GLMClassifier.Types.ClassEncoding)7),
        new("CML8304", "glmClassifier.weights", Classifier, model => model.GlmClassifier.Weights.Clear()),
        new("CML8304", "glmClassifier.weights", Classifier, model => model.GlmClassifier.Weights[0].Value.Clear()),
        new("CML8305", "glmClassifier.weights", Classifier, model => model.GlmClassifier.StringClassLabels.Vector.Add("c")),
        new("CML8305", "glmClassifier.weights", ThreeClasses, model => model.GlmClassifier.ClassEncoding = GLMClassifier.Types.ClassEncoding.OneVsRest),
        new("CML8306", "glmClassifier.postEvaluationTransform", ThreeClasses,
            model => model.GlmClassifier.PostEvaluationTransform = GLMClassifier.Types.PostEvaluationTransform.Probit),
        new("CML8307", "glmRegressor.postEvaluationTransform", Regressor,
            model => model.GlmRegressor.PostEvaluationTransform = (GLMRegressor.Types.PostEvaluationTransform)7),
        new("CML8308", "glmRegressor.weights[0]", Regressor, model => model.Type(0).MultiArrayType.Shape[0] = 5),
    ];

    public static Model Regressor()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Double("y")]);
        model.Description.PredictedFeatureName = "y";
        model.GlmRegressor = new GLMRegressor { Weights = { new GLMRegressor.Types.DoubleArray { Value = { 1, 2 } } }, Offset = { 3 } };
        return model;
    }

    public static Model Classifier()
    {
        Model model = Make.Model([Make.Double("x"), Make.Int64("z")], [Make.String("label"), Make.Dictionary("p")]);
        model.Description.PredictedFeatureName = "label";
        model.Description.PredictedProbabilitiesName = "p";
        model.GlmClassifier = new GLMClassifier
        {
            Weights = { new GLMClassifier.Types.DoubleArray { Value = { 1, 2 } } },
            Offset = { 3 },
            StringClassLabels = Make.Texts("a", "b"),
        };
        return model;
    }

    private static Model ThreeClasses()
    {
        Model model = Classifier();
        model.GlmClassifier.StringClassLabels.Vector.Add("c");
        model.GlmClassifier.Weights.Add(model.GlmClassifier.Weights[0].Clone());
        model.GlmClassifier.Offset.Add(4);
        return model;
    }
}
