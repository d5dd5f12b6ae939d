using CoreML.Format;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Builder;

/// <summary>A word list with labels that the language framework of Apple's systems evaluates: one string in, its label out.
/// Specification version 4.</summary>
public sealed class GazetteerBuilder : TransformerBuilder<GazetteerBuilder>
{
    private readonly Gazetteer _parameters;

    /// <summary>Starts a model.</summary>
    /// <param name="revision">The version of the data's form, from 2.</param>
    /// <param name="data">The word list, in a form that is not published.</param>
    /// <param name="language">The language as a BCP 47 tag; empty if there is none.</param>
    /// <exception cref="ArgumentException">The data is empty.</exception>
    /// <exception cref="CoreMLException">CML7006: there is no such revision.</exception>
    public GazetteerBuilder(int revision, ReadOnlySpan<byte> data, string language = "")
        : base(new(FeatureKinds.String, Most: 1), new(FeatureKinds.String, Most: 1), Feature.String)
    {
        Model.Gazetteer = _parameters = new Gazetteer
        {
            Revision = LanguageModelData.Revision(revision, 2, "gazetteer"),
            ModelParameterData = LanguageModelData.Of(data),
            Language = language,
        };
    }

    /// <summary>Gives the labels.</summary>
    /// <param name="labels">The labels, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, or one is there twice.</exception>
    public GazetteerBuilder Labels(params ReadOnlySpan<string> labels)
    {
        var list = new ClassLabels();
        list.Set(labels);
        _parameters.StringClassLabels = list.Strings;
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.StringClassLabels is null)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(path: "gazetteer.classLabels", expected: "at least one label", found: "none");
        }
    }
}
