using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Gives every known key of a dictionary a fixed position. One input, a dictionary with keys of that kind; keys that are not
/// known are ignored. The output is a dictionary from position to value, which may feed an array in a pipeline.</summary>
public sealed class DictVectorizerBuilder : TransformerBuilder<DictVectorizerBuilder>
{
    private readonly ClassLabels _keys = new();

    /// <summary>Starts a model.</summary>
    public DictVectorizerBuilder()
        : base(new(FeatureKinds.Dictionary, Most: 1), new(FeatureKinds.Dictionary, Most: 1), Feature.Int64Dictionary)
    {
        Model.DictVectorizer = new DictVectorizer();
    }

    /// <summary>Gives the known keys in the order of their positions.</summary>
    /// <param name="keys">The keys, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or keys were given before.</exception>
    public DictVectorizerBuilder Keys(params ReadOnlySpan<string> keys)
    {
        _keys.Set(keys);
        return this;
    }

    /// <inheritdoc cref="Keys(ReadOnlySpan{string})"/>
    public DictVectorizerBuilder Keys(params ReadOnlySpan<long> keys)
    {
        _keys.Set(keys);
        return this;
    }

    private protected override void Complete()
    {
        _keys.Require("dictVectorizer");
        _keys.Give(strings => Model.DictVectorizer.StringToIndex = strings, integers => Model.DictVectorizer.Int64ToIndex = integers);
        if (!TheInput.Type.DictionaryType.Equals(_keys.DictionaryType.DictionaryType))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "description.input[0]", expected: FeatureTypes.Describe(_keys.DictionaryType), found: FeatureTypes.Describe(TheInput.Type));
        }
    }
}
