using CoreML.Format;
using CoreML.Specification;
using SimilarItems = CoreML.Specification.ItemSimilarityRecommender.Types.SimilarItems;

namespace CoreML.Builder;

/// <summary>
/// A recommender that knows which items go together. The score of item <c>k</c> is the sum over the chosen items <c>i</c> of
/// <c>similarity(k, i) · (rating(i) − adjustment(k))</c>. Specification version 4.
/// </summary>
public sealed class ItemSimilarityRecommenderBuilder : FeatureModelBuilder<ItemSimilarityRecommenderBuilder>
{
    private const FeatureKinds Lists = FeatureKinds.Sequence | FeatureKinds.MultiArray;

    private readonly ItemSimilarityRecommender _parameters = new();
    private readonly ClassLabels _ids = new();
    private readonly HashSet<int> _seen = [];

    /// <summary>Starts a model. Items are numbered from 0.</summary>
    public ItemSimilarityRecommenderBuilder()
        : base(FeatureRule.Any, new(FeatureKinds.Dictionary | FeatureKinds.Sequence, Most: 2))
    {
        Model.ItemSimilarityRecommender = _parameters;
    }

    /// <summary>Names the items by strings instead of by their numbers.</summary>
    /// <param name="ids">The name of each item, in the order of their numbers; none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or items were named before.</exception>
    public ItemSimilarityRecommenderBuilder Items(params ReadOnlySpan<string> ids)
    {
        _ids.Set(ids);
        return this;
    }

    /// <summary>Names the items by integers instead of by their numbers.</summary>
    /// <param name="ids">The identifier of each item, in the order of their numbers; none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or items were named before.</exception>
    public ItemSimilarityRecommenderBuilder Items(params ReadOnlySpan<long> ids)
    {
        _ids.Set(ids);
        return this;
    }

    /// <summary>Says which items resemble an item.</summary>
    /// <param name="item">The item's number.</param>
    /// <param name="similar">The numbers of the others, and how similar they are: the larger, the more alike.</param>
    /// <param name="adjustment">What is subtracted from ratings.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A number is negative.</exception>
    /// <exception cref="CoreMLException">CML7006: the item was given before.</exception>
    public ItemSimilarityRecommenderBuilder Similar(int item, ReadOnlySpan<(int Item, double Score)> similar, double adjustment = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        if (!_seen.Add(item))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "itemSimilarityRecommender.itemItemSimilarities", expected: "one entry for an item", found: $"a second one for item {item}");
        }
        var entry = new SimilarItems { ItemId = (ulong)item, ItemScoreAdjustment = adjustment };
        foreach ((int other, double score) in similar)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(other, nameof(similar));
            entry.SimilarItemList.Add(new ItemSimilarityRecommender.Types.ConnectedItem { ItemId = (ulong)other, SimilarityScore = score });
        }
        _parameters.ItemItemSimilarities.Add(entry);
        return this;
    }

    /// <summary>Says what the inputs are; they have been added.</summary>
    /// <param name="items">The chosen items: a sequence or array of identifiers, or a dictionary from identifier to rating.</param>
    /// <param name="count">How many to suggest: an integer. <see langword="null"/> for no such input.</param>
    /// <param name="restriction">The only items that may be suggested: a sequence or array. <see langword="null"/> for no such input.</param>
    /// <param name="exclusion">Items that must not be suggested: a sequence or array. <see langword="null"/> for no such input.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7008: there is no such input. CML7002: it has another type.</exception>
    public ItemSimilarityRecommenderBuilder Inputs(string items, string? count = null, string? restriction = null, string? exclusion = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(items);
        _parameters.ItemInputFeatureName = NameOfInput(items, Lists | FeatureKinds.Dictionary);
        _parameters.NumRecommendationsInputFeatureName = NameOfInput(count, FeatureKinds.Int64);
        _parameters.ItemRestrictionInputFeatureName = NameOfInput(restriction, Lists);
        _parameters.ItemExclusionInputFeatureName = NameOfInput(exclusion, Lists);
        return this;
    }

    /// <summary>Names the outputs; at least one.</summary>
    /// <param name="list">The suggested items, a sequence, the best first; <see langword="null"/> for no such output.</param>
    /// <param name="scores">A dictionary from suggested item to score; <see langword="null"/> for no such output.</param>
    /// <returns>The builder.</returns>
    public ItemSimilarityRecommenderBuilder Outputs(string? list = null, string? scores = null)
    {
        _parameters.RecommendedItemListOutputFeatureName = list ?? "";
        _parameters.RecommendedItemScoreOutputFeatureName = scores ?? "";
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.ItemInputFeatureName.Length == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(
                path: "itemSimilarityRecommender.itemInputFeatureName", expected: "the input with the chosen items", found: "none");
        }
        if (_parameters.ItemItemSimilarities.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(
                path: "itemSimilarityRecommender.itemItemSimilarities", expected: "similarities", found: "none");
        }
        ulong last = _parameters.ItemItemSimilarities.Max(
            entry => entry.SimilarItemList.Select(other => other.ItemId).Append(entry.ItemId).Max());
        if (_ids.Count != 0 && (ulong)_ids.Count <= last)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "itemSimilarityRecommender.items", expected: $"{last + 1} items, since there is an item {last}", found: $"{_ids.Count}");
        }
        _ids.Give(ids => _parameters.ItemStringIds = ids, ids => _parameters.ItemInt64Ids = ids);
        bool strings = _ids.Strings is not null;
        if (_parameters.RecommendedItemListOutputFeatureName is { Length: > 0 } list)
        {
            AddOutput(list, strings ? Feature.StringSequence() : Feature.Int64Sequence());
        }
        if (_parameters.RecommendedItemScoreOutputFeatureName is { Length: > 0 } scores)
        {
            AddOutput(scores, strings ? Feature.StringDictionary : Feature.Int64Dictionary);
        }
    }

    private string NameOfInput(string? name, FeatureKinds kinds)
    {
        if (name is null)
        {
            return "";
        }
        FeatureDescription input = Description.Input.FirstOrDefault(input => input.Name == name)
            ?? throw BuilderDiagnostics.UnknownName.Error(path: "itemSimilarityRecommender", expected: "the name of an input", found: $"'{name}'");
        if (!kinds.HasFlag(FeatureTypes.KindOf(input.Type)))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: $"itemSimilarityRecommender, input '{name}'", expected: FeatureTypes.Describe(kinds), found: FeatureTypes.Describe(input.Type));
        }
        return name;
    }
}
