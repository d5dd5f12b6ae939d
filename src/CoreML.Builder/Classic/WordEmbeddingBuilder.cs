using CoreML.Format;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Builder;

/// <summary>A table from word to vector that the language framework of Apple's systems evaluates: one string in, an array out.
/// Specification version 4.</summary>
public sealed class WordEmbeddingBuilder : TransformerBuilder<WordEmbeddingBuilder>
{
    /// <summary>Starts a model.</summary>
    /// <param name="revision">The version of the data's form, from 2.</param>
    /// <param name="data">The table, in a form that is not published.</param>
    /// <param name="language">The language as a BCP 47 tag; empty if there is none.</param>
    /// <exception cref="ArgumentException">The data is empty.</exception>
    /// <exception cref="CoreMLException">CML7006: there is no such revision.</exception>
    public WordEmbeddingBuilder(int revision, ReadOnlySpan<byte> data, string language = "")
        : base(new(FeatureKinds.String, Most: 1), new(FeatureKinds.MultiArray, Most: 1), Feature.Array(ElementType.Float64))
    {
        Model.WordEmbedding = new WordEmbedding
        {
            Revision = LanguageModelData.Revision(revision, 2, "wordEmbedding"),
            ModelParameterData = LanguageModelData.Of(data),
            Language = language,
        };
    }

    private protected override void Complete()
    {
    }
}
