using CoreML.Format;
using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Element = CoreML.Specification.SequenceFeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Text classifiers, word taggers, gazetteers and word embeddings.</summary>
internal static class LanguageRules
{
    public static readonly RuleSet<ModelSubject> All = new("language models")
    {
        { "CML8401", "A language model has no valid revision.", "Set the revision that the data was made for.", HasRevision },
        { "CML8402", "A language model has no labels or tags.", "List at least one.", HasLabels },
        { "CML8403", "A language model has no data.", "Set modelParameterData; the model is incomplete.", HasData },
        { "CML8404", "The outputs of a word tagger do not fit the names that it gives them.",
            "Describe one output for each name that the tagger gives, the tags at least.", TaggerNamesOutputs },
        { "CML8405", "An output of a word tagger is a sequence of the wrong elements.",
            "Tokens and tags are sequences of texts, locations and lengths sequences of int64.", TaggerGivesSequences },
    };

    private static (uint Revision, uint Oldest, int? Labels, int Data) View(ModelSubject model) => model.Model switch
    {
        { TextClassifier: { } text } => (text.Revision, 1, text.StringClassLabels?.Vector.Count ?? 0, text.ModelParameterData.Length),
        { WordTagger: { } tagger } => (tagger.Revision, 1, tagger.StringTags?.Vector.Count ?? 0, tagger.ModelParameterData.Length),
        { Gazetteer: { } gazetteer } => (gazetteer.Revision, 2, gazetteer.StringClassLabels?.Vector.Count ?? 0, gazetteer.ModelParameterData.Length),
        _ => (model.Model.WordEmbedding.Revision, 2, null, model.Model.WordEmbedding.ModelParameterData.Length),
    };

    private static void HasRevision(ModelSubject model, RuleReport report)
    {
        (uint revision, uint oldest, _, _) = View(model);
        if (revision < oldest)
        {
            report.Add(model.In("revision"), $"at least {oldest}", $"{revision}");
        }
    }

    private static void HasLabels(ModelSubject model, RuleReport report)
    {
        if (View(model).Labels == 0)
        {
            report.Add(model.In(model.Model.WordTagger is null ? "stringClassLabels" : "stringTags"), "at least one", "none");
        }
    }

    private static void HasData(ModelSubject model, RuleReport report)
    {
        if (View(model).Data == 0)
        {
            report.Add(model.In("modelParameterData"), "the model's data", "no bytes");
        }
    }

    private static (string Name, Element Elements)[] OutputsOf(WordTagger tagger) =>
    [
        .. ((string, Element)[])
        [
            (tagger.TokenTagsOutputFeatureName, Element.StringType),
            (tagger.TokensOutputFeatureName, Element.StringType),
            (tagger.TokenLocationsOutputFeatureName, Element.Int64Type),
            (tagger.TokenLengthsOutputFeatureName, Element.Int64Type),
        ],
    ];

    private static void TaggerNamesOutputs(ModelSubject model, RuleReport report)
    {
        if (model.Model.WordTagger is not { } tagger)
        {
            return;
        }
        string[] named = [.. OutputsOf(tagger).Select(output => output.Name).Where(name => name.Length > 0)];
        if (model.Description.Output.Count != named.Length)
        {
            report.Add(model.At("description.output"), $"{named.Length} outputs, one for each name", $"{model.Description.Output.Count}");
        }
        for (int i = 0; i < model.Description.Output.Count; i++)
        {
            if (!named.Contains(model.Description.Output[i].Name))
            {
                report.Add(model.At($"description.output[{i}]"), "one of the names that the tagger gives", $"'{model.Description.Output[i].Name}'");
            }
        }
        if (model.FindOutput(tagger.TokenTagsOutputFeatureName) is null)
        {
            report.Add(model.In("tokenTagsOutputFeatureName"), "the name of an output", $"'{tagger.TokenTagsOutputFeatureName}'");
        }
    }

    private static void TaggerGivesSequences(ModelSubject model, RuleReport report)
    {
        if (model.Model.WordTagger is not { } tagger)
        {
            return;
        }
        foreach ((string name, Element elements) in OutputsOf(tagger))
        {
            if (name.Length > 0 && model.FindOutput(name)?.Type is { SequenceType: { } sequence } type && sequence.TypeCase != elements)
            {
                report.Add(
                    model.At($"description.output[{name}]"), elements == Element.StringType ? "sequence of string" : "sequence of int64", FeatureText.Of(type));
            }
        }
    }
}
