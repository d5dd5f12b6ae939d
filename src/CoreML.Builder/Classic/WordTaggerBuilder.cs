using CoreML.Format;
using CoreML.Specification;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Builder;

/// <summary>A model that labels each word of a text, evaluated by the language framework of Apple's systems: one string in, sequences
/// of equal length out. Specification version 3; from revision 3 on 5, from 4 on 8, from 5 on 9.</summary>
public sealed class WordTaggerBuilder : FeatureModelBuilder<WordTaggerBuilder>
{
    private readonly WordTagger _parameters;

    /// <summary>Starts a model.</summary>
    /// <param name="revision">The version of the data's form, from 1.</param>
    /// <param name="data">The trained tagger, in a form that is not published.</param>
    /// <param name="language">The language as a BCP 47 tag; empty if there is none.</param>
    /// <exception cref="ArgumentException">The data is empty.</exception>
    /// <exception cref="CoreMLException">CML7006: there is no such revision.</exception>
    public WordTaggerBuilder(int revision, ReadOnlySpan<byte> data, string language = "")
        : base(new(FeatureKinds.String, Most: 1), new(FeatureKinds.Sequence, Most: 4))
    {
        Model.WordTagger = _parameters = new WordTagger
        {
            Revision = LanguageModelData.Revision(revision, 1, "wordTagger"),
            ModelParameterData = LanguageModelData.Of(data),
            Language = language,
            TokenTagsOutputFeatureName = "tags",
        };
    }

    /// <summary>Gives all tags that can occur.</summary>
    /// <param name="tags">The tags, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, or one is there twice.</exception>
    public WordTaggerBuilder Tags(params ReadOnlySpan<string> tags)
    {
        var list = new ClassLabels();
        list.Set(tags);
        _parameters.StringTags = list.Strings;
        return this;
    }

    /// <summary>Names the outputs; without a call there is only <c>tags</c>.</summary>
    /// <param name="tags">The tags.</param>
    /// <param name="tokens">The words; <see langword="null"/> for no such output.</param>
    /// <param name="locations">Where each word begins; <see langword="null"/> for no such output.</param>
    /// <param name="lengths">How long each word is; <see langword="null"/> for no such output.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name of the tags is empty.</exception>
    public WordTaggerBuilder Outputs(string tags, string? tokens = null, string? locations = null, string? lengths = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(tags);
        _parameters.TokenTagsOutputFeatureName = tags;
        _parameters.TokensOutputFeatureName = tokens ?? "";
        _parameters.TokenLocationsOutputFeatureName = locations ?? "";
        _parameters.TokenLengthsOutputFeatureName = lengths ?? "";
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.StringTags is null)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(path: "wordTagger.tags", expected: "at least one tag", found: "none");
        }
        Add(_parameters.TokensOutputFeatureName, Feature.StringSequence());
        Add(_parameters.TokenTagsOutputFeatureName, Feature.StringSequence());
        Add(_parameters.TokenLocationsOutputFeatureName, Feature.Int64Sequence());
        Add(_parameters.TokenLengthsOutputFeatureName, Feature.Int64Sequence());
    }

    private void Add(string name, FeatureType type)
    {
        if (name.Length != 0)
        {
            AddOutput(name, type);
        }
    }
}
