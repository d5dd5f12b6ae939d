using System.Collections.Frozen;
using CoreML.Format;
using Kind = CoreML.Specification.Model.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>The rules that models are validated against.</summary>
public static class ValidationRules
{
    /// <summary>What the package of a model is checked for.</summary>
    internal static IReadOnlyList<RuleSet<CoreMLModel>> ForPackages { get; } = [PackageRules.All];

    /// <summary>What every model is checked for.</summary>
    internal static IReadOnlyList<RuleSet<ModelSubject>> ForAllTypes { get; } = [DescriptionRules.All, InterfaceRules.All, PredictionRules.All];

    /// <summary>What every feature is checked for.</summary>
    internal static IReadOnlyList<RuleSet<FeatureSubject>> ForFeatures { get; } = [FeatureRules.All, ArrayRules.All, ImageRules.All];

    /// <summary>What every layer of a neural network is checked for.</summary>
    internal static IReadOnlyList<RuleSet<LayerSubject>> ForLayers { get; } = [LayerRules.All, WeightRules.All, ParameterRules.All, RankRules.All];

    /// <summary>What a neural network is checked for after its layers.</summary>
    internal static IReadOnlyList<RuleSet<NetworkSubject>> ForNetworks { get; } = [NetworkRules.All, UpdateRules.All];

    /// <summary>What an ML program is checked for.</summary>
    internal static IReadOnlyList<RuleSet<ProgramSubject>> ForPrograms { get; } = [ProgramRules.All, ConstantRules.All];

    /// <summary>What models of one type are checked for.</summary>
    internal static FrozenDictionary<Kind, RuleSet<ModelSubject>> ByType { get; } = new Dictionary<Kind, RuleSet<ModelSubject>>
    {
        [Kind.GlmRegressor] = LinearRules.All,
        [Kind.GlmClassifier] = LinearRules.All,
        [Kind.SupportVectorRegressor] = SupportVectorRules.All,
        [Kind.SupportVectorClassifier] = SupportVectorRules.All,
        [Kind.TreeEnsembleRegressor] = TreeRules.All,
        [Kind.TreeEnsembleClassifier] = TreeRules.All,
        [Kind.KNearestNeighborsClassifier] = NearestNeighborsRules.All,
        [Kind.BayesianProbitRegressor] = ProbitRules.All,
        [Kind.ItemSimilarityRecommender] = RecommenderRules.All,
        [Kind.TextClassifier] = LanguageRules.All,
        [Kind.WordTagger] = LanguageRules.All,
        [Kind.Gazetteer] = LanguageRules.All,
        [Kind.WordEmbedding] = LanguageRules.All,
        [Kind.VisionFeaturePrint] = FeaturePrintRules.All,
        [Kind.AudioFeaturePrint] = FeaturePrintRules.All,
        [Kind.SoundAnalysisPreprocessing] = FeaturePrintRules.All,
        [Kind.CustomModel] = CustomRules.All,
        [Kind.LinkedModel] = CustomRules.All,
        [Kind.ClassConfidenceThresholding] = ThresholdingRules.All,
        [Kind.ArrayFeatureExtractor] = FeatureEngineeringRules.All,
        [Kind.CategoricalMapping] = FeatureEngineeringRules.All,
        [Kind.DictVectorizer] = FeatureEngineeringRules.All,
        [Kind.FeatureVectorizer] = FeatureEngineeringRules.All,
        [Kind.Normalizer] = FeatureEngineeringRules.All,
        [Kind.OneHotEncoder] = FeatureEngineeringRules.All,
        [Kind.Identity] = FeatureEngineeringRules.All,
        [Kind.Imputer] = ImputerRules.All,
        [Kind.Scaler] = ScalerRules.All,
        [Kind.NonMaximumSuppression] = SuppressionRules.All,
        [Kind.Pipeline] = PipelineRules.All,
        [Kind.PipelineClassifier] = PipelineRules.All,
        [Kind.PipelineRegressor] = PipelineRules.All,
    }.ToFrozenDictionary();

    /// <summary>Every rule, in the order of the codes.</summary>
    public static IReadOnlyList<ValidationRule> All { get; } =
    [
        .. ForAllTypes.SelectMany(set => set)
            .Concat(ForFeatures.SelectMany(set => set))
            .Concat(ForLayers.SelectMany(set => set))
            .Concat(ForNetworks.SelectMany(set => set))
            .Concat(ForPrograms.SelectMany(set => set))
            .Concat(ForPackages.SelectMany(set => set))
            .Concat(ByType.Values.Distinct().SelectMany(set => set))
            .OrderBy(rule => rule.Code, StringComparer.Ordinal),
    ];

    private static readonly FrozenDictionary<string, ValidationRule> ByCode = All.ToFrozenDictionary(rule => rule.Code, StringComparer.Ordinal);

    /// <summary>The rule of a code.</summary>
    /// <param name="code">The code, for example <c>CML8001</c>.</param>
    /// <returns>The rule; <see langword="null"/> if there is none.</returns>
    public static ValidationRule? Find(string code) => ByCode.GetValueOrDefault(code);
}
