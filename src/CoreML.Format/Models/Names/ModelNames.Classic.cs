using CoreML.Specification;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Format;

internal static partial class ModelNames
{
    private static void Visit(NonMaximumSuppression model, NameMap map)
    {
        model.ConfidenceInputFeatureName = map[model.ConfidenceInputFeatureName];
        model.CoordinatesInputFeatureName = map[model.CoordinatesInputFeatureName];
        model.IouThresholdInputFeatureName = map[model.IouThresholdInputFeatureName];
        model.ConfidenceThresholdInputFeatureName = map[model.ConfidenceThresholdInputFeatureName];
        model.ConfidenceOutputFeatureName = map[model.ConfidenceOutputFeatureName];
        model.CoordinatesOutputFeatureName = map[model.CoordinatesOutputFeatureName];
    }

    private static void Visit(ItemSimilarityRecommender model, NameMap map)
    {
        model.ItemInputFeatureName = map[model.ItemInputFeatureName];
        model.NumRecommendationsInputFeatureName = map[model.NumRecommendationsInputFeatureName];
        model.ItemRestrictionInputFeatureName = map[model.ItemRestrictionInputFeatureName];
        model.ItemExclusionInputFeatureName = map[model.ItemExclusionInputFeatureName];
        model.RecommendedItemListOutputFeatureName = map[model.RecommendedItemListOutputFeatureName];
        model.RecommendedItemScoreOutputFeatureName = map[model.RecommendedItemScoreOutputFeatureName];
    }

    private static void Visit(BayesianProbitRegressor model, NameMap map)
    {
        model.RegressionInputFeatureName = map[model.RegressionInputFeatureName];
        model.OptimismInputFeatureName = map[model.OptimismInputFeatureName];
        model.SamplingScaleInputFeatureName = map[model.SamplingScaleInputFeatureName];
        model.SamplingTruncationInputFeatureName = map[model.SamplingTruncationInputFeatureName];
        model.MeanOutputFeatureName = map[model.MeanOutputFeatureName];
        model.VarianceOutputFeatureName = map[model.VarianceOutputFeatureName];
        model.PessimisticProbabilityOutputFeatureName = map[model.PessimisticProbabilityOutputFeatureName];
        model.SampledProbabilityOutputFeatureName = map[model.SampledProbabilityOutputFeatureName];
    }

    private static void Visit(WordTagger model, NameMap map)
    {
        model.TokensOutputFeatureName = map[model.TokensOutputFeatureName];
        model.TokenTagsOutputFeatureName = map[model.TokenTagsOutputFeatureName];
        model.TokenLocationsOutputFeatureName = map[model.TokenLocationsOutputFeatureName];
        model.TokenLengthsOutputFeatureName = map[model.TokenLengthsOutputFeatureName];
    }

    private static void Visit(FeatureVectorizer model, NameMap map)
    {
        foreach (FeatureVectorizer.Types.InputColumn column in model.InputList)
        {
            column.InputColumn_ = map[column.InputColumn_];
        }
    }
}
