using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Recommender
{
    /// <summary>Whoever likes tea may like biscuits.</summary>
    public static CoreMLModel Build() => new ItemSimilarityRecommenderBuilder()
        .Input("liked", Feature.StringSequence())
        .Input("count", Feature.Int64.Optional())
        .Items("tea", "coffee", "biscuits")
        .Similar(0, [(1, 0.3), (2, 0.8)])
        .Similar(1, [(0, 0.3), (2, 0.5)])
        .Similar(2, [(0, 0.8), (1, 0.5)])
        .Inputs("liked", count: "count")
        .Outputs(list: "suggestions", scores: "scores")
        .Build();
}
