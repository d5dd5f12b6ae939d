using System.Collections.Frozen;
using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>How many features of which types a list of a model may have.</summary>
/// <param name="Most">The most features; <see langword="null"/> for any number.</param>
/// <param name="Types">Their types; empty for any.</param>
internal sealed record FeatureLimit(int? Most, params Feature[] Types)
{
    /// <summary>No limit.</summary>
    public static FeatureLimit None { get; } = new((int?)null);
}

/// <summary>What the types of models take and give, a row for each.</summary>
internal static class InterfaceTable
{
    private static readonly Feature[] Numbers = [Feature.DoubleType, Feature.Int64Type, Feature.MultiArrayType];
    private static readonly Feature[] Tensors = [Feature.ImageType, Feature.MultiArrayType, Feature.StateType];
    private static readonly Feature[] Imputable = [.. Numbers, Feature.StringType, Feature.DictionaryType];

    private static readonly FeatureLimit AnyNumbers = new(null, Numbers);
    private static readonly FeatureLimit AnyTensors = new(null, Tensors);
    private static readonly FeatureLimit OneArray = new(1, Feature.MultiArrayType);
    private static readonly FeatureLimit OneString = new(1, Feature.StringType);
    private static readonly FeatureLimit OneDictionary = new(1, Feature.DictionaryType);
    private static readonly FeatureLimit OneNumber = new(1, Numbers);
    private static readonly FeatureLimit OneImputable = new(1, Imputable);

    private static readonly FrozenDictionary<Kind, (FeatureLimit Inputs, FeatureLimit Outputs)> Rows =
        new Dictionary<Kind, (FeatureLimit, FeatureLimit)>
        {
            [Kind.ArrayFeatureExtractor] = (OneArray, OneNumber),
            [Kind.AudioFeaturePrint] = (OneArray, OneArray),
            [Kind.BayesianProbitRegressor] = (new(null, Feature.MultiArrayType), FeatureLimit.None),
            [Kind.DictVectorizer] = (OneDictionary, OneDictionary),
            [Kind.FeatureVectorizer] = (new(null, [.. Numbers, Feature.DictionaryType]), OneArray),
            [Kind.Gazetteer] = (OneString, OneString),
            [Kind.GlmClassifier] = (AnyNumbers, FeatureLimit.None),
            [Kind.GlmRegressor] = (AnyNumbers, new(null, Feature.DoubleType)),
            [Kind.Imputer] = (OneImputable, OneImputable),
            [Kind.NeuralNetwork] = (AnyTensors, AnyTensors),
            [Kind.NeuralNetworkClassifier] = (AnyTensors, FeatureLimit.None),
            [Kind.NeuralNetworkRegressor] = (AnyTensors, FeatureLimit.None),
            [Kind.Normalizer] = (OneArray, OneArray),
            [Kind.Scaler] = (OneNumber, OneNumber),
            [Kind.SoundAnalysisPreprocessing] = (OneArray, OneArray),
            [Kind.SupportVectorClassifier] = (AnyNumbers, FeatureLimit.None),
            [Kind.SupportVectorRegressor] = (AnyNumbers, FeatureLimit.None),
            [Kind.TextClassifier] = (OneString, OneString),
            [Kind.WordEmbedding] = (OneString, OneArray),
            [Kind.WordTagger] = (OneString, new(null, Feature.SequenceType)),
        }.ToFrozenDictionary();

    // Types whose parameters decide what they take and give.
    private static readonly FrozenDictionary<Kind, Func<Model, (FeatureLimit Inputs, FeatureLimit Outputs)>> Computed =
        new Dictionary<Kind, Func<Model, (FeatureLimit, FeatureLimit)>>
        {
            [Kind.CategoricalMapping] = model => Of(model.CategoricalMapping),
            [Kind.OneHotEncoder] = model => (
                new(1, Feature.Int64Type, Feature.StringType), model.OneHotEncoder.OutputSparse ? OneDictionary : OneArray),
            [Kind.VisionFeaturePrint] = model => (new(1, Feature.ImageType), Of(model.VisionFeaturePrint)),
        }.ToFrozenDictionary();

    /// <summary>The limits of a model.</summary>
    public static (FeatureLimit Inputs, FeatureLimit Outputs) Of(Model model) =>
        Computed.TryGetValue(model.TypeCase, out Func<Model, (FeatureLimit Inputs, FeatureLimit Outputs)>? compute)
            ? compute(model)
            : Rows.GetValueOrDefault(model.TypeCase, (FeatureLimit.None, FeatureLimit.None));

    private static (FeatureLimit Inputs, FeatureLimit Outputs) Of(CategoricalMapping mapping) => mapping.MappingTypeCase switch
    {
        CategoricalMapping.MappingTypeOneofCase.StringToInt64Map =>
            (new(1, Feature.StringType, Feature.SequenceType), new(1, Feature.Int64Type, Feature.SequenceType)),
        CategoricalMapping.MappingTypeOneofCase.Int64ToStringMap =>
            (new(1, Feature.Int64Type, Feature.SequenceType), new(1, Feature.StringType, Feature.SequenceType)),
        _ => (FeatureLimit.None, FeatureLimit.None),
    };

    private static FeatureLimit Of(VisionFeaturePrint print) => print.VisionFeaturePrintTypeCase switch
    {
        VisionFeaturePrint.VisionFeaturePrintTypeOneofCase.Scene => OneArray,
        VisionFeaturePrint.VisionFeaturePrintTypeOneofCase.Objects => new(2, Feature.MultiArrayType),
        _ => FeatureLimit.None,
    };
}
