using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class FeatureEngineeringCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8441", "arrayFeatureExtractor.extractIndex", Extractor, model => model.ArrayFeatureExtractor.ExtractIndex.Add(0)),
        new("CML8442", "arrayFeatureExtractor.extractIndex", Extractor, model => model.ArrayFeatureExtractor.ExtractIndex[0] = 3),
        new("CML8442", "arrayFeatureExtractor.extractIndex", Extractor, model => model.ArrayFeatureExtractor.ExtractIndex.Clear()),
        new("CML8443", "oneHotEncoder", OneHot, model => model.OneHotEncoder.ClearCategoryType()),
        new("CML8443", "dictVectorizer", DictVectorizer, model => model.DictVectorizer.ClearMap()),
        new("CML8443", "categoricalMapping", Mapping, model => model.CategoricalMapping.ClearMappingType()),
        new("CML8444", "categoricalMapping.valueOnUnknown", Mapping, model => model.CategoricalMapping.StrValue = "none"),
        new("CML8445", "description.input[0].type", Sequences, model => model.Type(0).SequenceType.Int64Type = new()),
        new("CML8445", "description.output[0].type", Sequences, model => model.Description.Output[0].Retype(Make.Int64("y"))),
        new("CML8446", "featureVectorizer.inputList[1].inputDimensions", Vectorizer, model => model.FeatureVectorizer.InputList[1].InputDimensions = 0),
        new("CML8447", "featureVectorizer.inputList[0].inputColumn", Vectorizer, model => model.FeatureVectorizer.InputList[0].InputColumn_ = "ghost"),
        new("CML8447", "featureVectorizer.inputList", Vectorizer, model => model.FeatureVectorizer.InputList.Clear()),
        new("CML8448", "normalizer.normType", Normalizer, model => model.Normalizer.NormType = (Normalizer.Types.NormType)5),
        new("CML8449", "oneHotEncoder", OneHot, model => model.Description.Input[0].Retype(Make.Int64("x"))),
        new("CML8449", "dictVectorizer", DictVectorizer, model => model.Description.Input[0].Retype(Make.Dictionary("x", texts: false))),
        new("CML8450", "oneHotEncoder", OneHot, model => model.OneHotEncoder.StringCategories.Vector.Add("a")),
        new("CML8450", "dictVectorizer", DictVectorizer, model => model.DictVectorizer.StringToIndex.Vector.Add("a")),
        new("CML8451", "description.output[0]", () => Make.Identity(1, Make.Double("x")), model => model.Description.Output[0].Name = "y"),
        new("CML8451", "description.output[0]", () => Make.Identity(1, Make.Double("x")), model => model.Description.Output[0].Retype(Make.Int64("x"))),

        new("CML8461", "imputer.imputedValue", Imputer, model => model.Imputer.ClearImputedValue()),
        new("CML8462", "imputer.imputedValue", Imputer, model => model.Imputer.ImputedStringValue = "none"),
        new("CML8462", "imputer.imputedValue", Imputer, model => model.Imputer.ImputedDoubleArray = new() { Vector = { 1, 2, 3 } }),
        new("CML8463", "description.output[0].type", Imputer, model => model.Description.Output[0].Type.MultiArrayType.Shape[0] = 3),
        new("CML8464", "imputer.replaceValue", Imputer, model => model.Imputer.ReplaceStringValue = "none"),

        new("CML8471", "description.output[0].type", Scaler, model => model.Description.Output[0].Retype(Make.Double("y"))),
        new("CML8472", "scaler.shiftValue", Scaler, model => model.Scaler.ShiftValue.Add([1, 2, 3])),
        new("CML8473", "scaler", Scaler, model => model.Scaler.ScaleValue.Clear()),
    ];

    public static Model Normalizer()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Array("y", 2)]);
        model.Normalizer = new() { NormType = Specification.Normalizer.Types.NormType.L2 };
        return model;
    }

    public static Model OneHot()
    {
        Model model = Make.Model([Make.String("x")], [Make.Dictionary("y")]);
        model.OneHotEncoder = new() { StringCategories = Make.Texts("a", "b"), OutputSparse = true };
        return model;
    }

    private static Model Extractor()
    {
        Model model = Make.Model([Make.Array("x", 3)], [Make.Double("y")]);
        model.ArrayFeatureExtractor = new() { ExtractIndex = { 2 } };
        return model;
    }

    private static Model DictVectorizer()
    {
        Model model = Make.Model([Make.Dictionary("x")], [Make.Dictionary("y")]);
        model.DictVectorizer = new() { StringToIndex = Make.Texts("a", "b") };
        return model;
    }

    private static Model Mapping()
    {
        Model model = Make.Model([Make.String("x")], [Make.Int64("y")]);
        model.CategoricalMapping = new() { StringToInt64Map = new() { Map = { ["a"] = 1 } }, Int64Value = -1 };
        return model;
    }

    private static Model Sequences()
    {
        Model model = Mapping();
        model.SpecificationVersion = 3;
        model.Description.Input[0].Retype(Make.Sequence("x"));
        model.Description.Output[0].Retype(Make.Sequence("y", texts: false));
        return model;
    }

    private static Model Vectorizer()
    {
        Model model = Make.Model([Make.Double("a"), Make.Array("b", 2)], [Make.Array("y", 3)]);
        model.FeatureVectorizer = new()
        {
            InputList =
            {
                new FeatureVectorizer.Types.InputColumn { InputColumn_ = "a", InputDimensions = 1 },
                new FeatureVectorizer.Types.InputColumn { InputColumn_ = "b", InputDimensions = 2 },
            },
        };
        return model;
    }

    private static Model Imputer()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Array("y", 2)]);
        model.Imputer = new() { ImputedDoubleArray = new() { Vector = { 1, 2 } }, ReplaceDoubleValue = -1 };
        return model;
    }

    private static Model Scaler()
    {
        Model model = Make.Model([Make.Array("x", 2)], [Make.Array("y", 2)]);
        model.Scaler = new() { ScaleValue = { 2, 3 } };
        return model;
    }
}
