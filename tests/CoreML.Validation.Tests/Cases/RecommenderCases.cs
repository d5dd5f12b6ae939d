using CoreML.Specification;

namespace CoreML.Validation.Tests;

internal static class RecommenderCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8361", "itemSimilarityRecommender.itemStringIds", Sound, model => Of(model).ItemInt64Ids = Make.Numbers(1, 2, 3)),
        new("CML8362", "itemSimilarityRecommender.itemStringIds", Sound, model => Of(model).ItemStringIds.Vector.RemoveAt(2)),
        new("CML8362", "itemSimilarityRecommender.itemInt64Ids", Sound, model =>
        {
            Of(model).ItemStringIds = null;
            Of(model).ItemInt64Ids = Make.Numbers(1, 2, 3);
        }),
        new("CML8363", "itemSimilarityRecommender.itemStringIds", Sound, model => Of(model).ItemStringIds.Vector[1] = "a"),
        new("CML8363", "itemSimilarityRecommender.itemInt64Ids", Sound, model => Of(model).ItemInt64Ids = Make.Numbers(1, 1)),
        new("CML8364", "itemSimilarityRecommender.itemInputFeatureName", Sound, model => Of(model).ItemInputFeatureName = "ghost"),
        new("CML8364", "itemSimilarityRecommender.itemInputFeatureName", Sound, model => Of(model).ItemInputFeatureName = ""),
        new("CML8365", "itemSimilarityRecommender.numRecommendationsInputFeatureName", Sound, model => Of(model).NumRecommendationsInputFeatureName = "x"),
        new("CML8366", "itemSimilarityRecommender.itemExclusionInputFeatureName", Sound, model => Of(model).ItemExclusionInputFeatureName = "k"),
        new("CML8366", "itemSimilarityRecommender.itemRestrictionInputFeatureName", Sound, model => Of(model).ItemRestrictionInputFeatureName = "ghost"),
        new("CML8367", "itemSimilarityRecommender.recommendedItemListOutputFeatureName", Sound, model => Of(model).RecommendedItemListOutputFeatureName = ""),
        new("CML8367", "itemSimilarityRecommender.recommendedItemScoreOutputFeatureName", Sound, model => Of(model).RecommendedItemScoreOutputFeatureName = "y"),

        new("CML8351", "description.input[0].type", Probit, model => model.Type(0).MultiArrayType.Shape.Add([1, 1])),
        new("CML8351", "description.input[0].type", Probit, model => model.Type(0).MultiArrayType.DataType = ArrayFeatureType.Types.ArrayDataType.Double),
        new("CML8352", "bayesianProbitRegressor.optimismInputFeatureName", Probit, model => model.BayesianProbitRegressor.OptimismInputFeatureName = "ghost"),
        new("CML8352", "bayesianProbitRegressor.varianceOutputFeatureName", Probit, model => model.BayesianProbitRegressor.VarianceOutputFeatureName = "ghost"),
    ];

    private static Model Sound()
    {
        Model model = Make.Model([Make.Dictionary("x"), Make.Int64("k")], [Make.Sequence("y")], 4);
        model.ItemSimilarityRecommender = new ItemSimilarityRecommender
        {
            ItemStringIds = Make.Texts("a", "b", "c"),
            ItemItemSimilarities =
            {
                new ItemSimilarityRecommender.Types.SimilarItems
                {
                    ItemId = 1,
                    SimilarItemList = { new ItemSimilarityRecommender.Types.ConnectedItem { ItemId = 3 } },
                },
            },
            ItemInputFeatureName = "x",
            NumRecommendationsInputFeatureName = "k",
            RecommendedItemListOutputFeatureName = "y",
        };
        return model;
    }

    private static Model Probit()
    {
        Model model = Make.Model([Make.Array("x", ArrayFeatureType.Types.ArrayDataType.Int32, 2)], [Make.Double("y")], 3);
        model.BayesianProbitRegressor = new BayesianProbitRegressor { RegressionInputFeatureName = "x", MeanOutputFeatureName = "y" };
        return model;
    }

    private static ItemSimilarityRecommender Of(Model model) => model.ItemSimilarityRecommender;
}
