using CoreML.Format;
using CoreML.Specification;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Recommenders by similarity of items.</summary>
internal static class RecommenderRules
{
    public static readonly RuleSet<ModelSubject> All = new("item similarity recommenders")
    {
        { "CML8361", "A recommender knows its items by texts and by numbers.", "Keep one of itemStringIds and itemInt64Ids.", HasOneKindOfIds },
        { "CML8362", "A recommender has fewer identifiers than items.", "List an identifier for each item up to the largest that similarities name.", IdsSuffice },
        { "CML8363", "Two items of a recommender have the same identifier.", "Give each item an identifier of its own.", IdsDiffer },
        { "CML8364", "A recommender does not find the input with items.",
            "Set itemInputFeatureName to an input of type dictionary, sequence or multi-array.", TakesItems },
        { "CML8365", "A recommender does not find the input with the number of recommendations.",
            "Set numRecommendationsInputFeatureName to an input of type int64, or clear it.", TakesNumber },
        { "CML8366", "A recommender does not find the input with items to exclude or to choose from.",
            "Name inputs of type sequence or multi-array, or clear the names.", TakesRestrictions },
        { "CML8367", "A recommender does not find its outputs.",
            "Name an output of type sequence for the list, one of type dictionary for the scores, or both.", GivesRecommendations },
    };

    private static ItemSimilarityRecommender Of(ModelSubject model) => model.Model.ItemSimilarityRecommender;

    private static int Texts(ModelSubject model) => Of(model).ItemStringIds?.Vector.Count ?? 0;

    private static int Numbers(ModelSubject model) => Of(model).ItemInt64Ids?.Vector.Count ?? 0;

    private static void HasOneKindOfIds(ModelSubject model, RuleReport report)
    {
        if (Texts(model) > 0 && Numbers(model) > 0)
        {
            report.Add(model.In("itemStringIds"), "identifiers of one kind", $"{Texts(model)} texts and {Numbers(model)} numbers");
        }
    }

    // Core ML asks for one text less than for numbers.
    private static void IdsSuffice(ModelSubject model, RuleReport report)
    {
        ulong largest = 0;
        foreach (ItemSimilarityRecommender.Types.SimilarItems item in Of(model).ItemItemSimilarities)
        {
            largest = Math.Max(largest, item.ItemId);
            foreach (ItemSimilarityRecommender.Types.ConnectedItem other in item.SimilarItemList)
            {
                largest = Math.Max(largest, other.ItemId);
            }
        }
        if (Numbers(model) is > 0 and int numbers && (ulong)numbers <= largest)
        {
            report.Add(model.In("itemInt64Ids"), $"identifiers for items up to {largest}", $"{numbers}");
        }
        if (Texts(model) is > 0 and int texts && (ulong)texts < largest)
        {
            report.Add(model.In("itemStringIds"), $"identifiers for items up to {largest}", $"{texts}");
        }
    }

    private static void IdsDiffer(ModelSubject model, RuleReport report)
    {
        if (Of(model).ItemStringIds?.Vector.FindDuplicate(id => id) is { } text)
        {
            report.Add(model.In("itemStringIds"), "identifiers that differ", $"'{text}' twice");
        }
        if (Of(model).ItemInt64Ids?.Vector.FindDuplicate(id => $"{id}") is { } number)
        {
            report.Add(model.In("itemInt64Ids"), "identifiers that differ", $"{number} twice");
        }
    }

    private static void TakesItems(ModelSubject model, RuleReport report)
    {
        string name = Of(model).ItemInputFeatureName;
        FeatureDescription? input = name.Length > 0 ? model.FindInput(name)
            : model.Description.Input.Count == 1 ? model.Description.Input[0] : null;
        Check(model, "itemInputFeatureName", name, input, [Feature.DictionaryType, Feature.SequenceType, Feature.MultiArrayType], report);
    }

    private static void TakesNumber(ModelSubject model, RuleReport report)
    {
        string name = Of(model).NumRecommendationsInputFeatureName;
        if (name.Length > 0)
        {
            Check(model, "numRecommendationsInputFeatureName", name, model.FindInput(name), [Feature.Int64Type], report);
        }
    }

    private static void TakesRestrictions(ModelSubject model, RuleReport report)
    {
        foreach ((string field, string name) in ((string, string)[])
        [
            ("itemExclusionInputFeatureName", Of(model).ItemExclusionInputFeatureName),
            ("itemRestrictionInputFeatureName", Of(model).ItemRestrictionInputFeatureName),
        ])
        {
            if (name.Length > 0)
            {
                Check(model, field, name, model.FindInput(name), [Feature.SequenceType, Feature.MultiArrayType], report);
            }
        }
    }

    private static void GivesRecommendations(ModelSubject model, RuleReport report)
    {
        string list = Of(model).RecommendedItemListOutputFeatureName;
        string scores = Of(model).RecommendedItemScoreOutputFeatureName;
        if (list.Length == 0 && scores.Length == 0)
        {
            report.Add(model.In("recommendedItemListOutputFeatureName"), "the name of an output", "none");
        }
        if (list.Length > 0)
        {
            Check(model, "recommendedItemListOutputFeatureName", list, model.FindOutput(list), [Feature.SequenceType], report);
        }
        if (scores.Length > 0)
        {
            Check(model, "recommendedItemScoreOutputFeatureName", scores, model.FindOutput(scores), [Feature.DictionaryType], report);
        }
    }

    private static void Check(
        ModelSubject model, string field, string name, FeatureDescription? feature, Feature[] types, RuleReport report)
    {
        if (feature?.Type is not { } type || !types.Contains(type.TypeCase))
        {
            string found = name.Length == 0 ? "no name" : feature is null ? $"'{name}', which does not exist" : $"'{name}' of type {FeatureText.Of(feature.Type)}";
            report.Add(model.In(field), $"a feature of type {types.ToText()}", found);
        }
    }
}
