using CoreML.Format;
using CoreML.Specification.CoreMLModels;

namespace CoreML.Builder;

/// <summary>A classifier for text that the language framework of Apple's systems evaluates: one string in, its label out.
/// Specification version 3; from revision 2 on 4, from 4 on 8, from 5 on 9.</summary>
public sealed class TextClassifierBuilder : FeatureModelBuilder<TextClassifierBuilder>
{
    private readonly TextClassifier _parameters;
    private readonly string _label;

    /// <summary>Starts a model.</summary>
    /// <param name="revision">The version of the data's form, from 1.</param>
    /// <param name="data">The trained classifier, in a form that is not published.</param>
    /// <param name="label">The name of the output.</param>
    /// <param name="language">The language as a BCP 47 tag; empty if there is none.</param>
    /// <exception cref="ArgumentException">The data or the name is empty.</exception>
    /// <exception cref="CoreMLException">CML7006: there is no such revision.</exception>
    public TextClassifierBuilder(int revision, ReadOnlySpan<byte> data, string label = "label", string language = "")
        : base(new(FeatureKinds.String, Most: 1), new(FeatureKinds.String, Most: 1))
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        _label = label;
        Model.TextClassifier = _parameters = new TextClassifier
        {
            Revision = LanguageModelData.Revision(revision, 1, "textClassifier"),
            ModelParameterData = LanguageModelData.Of(data),
            Language = language,
        };
    }

    /// <summary>Gives the labels.</summary>
    /// <param name="labels">The labels, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, or one is there twice.</exception>
    public TextClassifierBuilder Labels(params ReadOnlySpan<string> labels)
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
            throw BuilderDiagnostics.InvalidLabels.Error(path: "textClassifier.classLabels", expected: "at least one label", found: "none");
        }
        AddOutput(_label, Feature.String);
        Description.PredictedFeatureName = _label;
    }
}
