using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Validation.Tests;

internal static class LanguageCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8401", "textClassifier.revision", TextClassifier, model => model.TextClassifier.Revision = 0),
        new("CML8401", "gazetteer.revision", Gazetteer, model => model.Gazetteer.Revision = 1),
        new("CML8401", "wordEmbedding.revision", WordEmbedding, model => model.WordEmbedding.Revision = 1),
        new("CML8402", "textClassifier.stringClassLabels", TextClassifier, model => model.TextClassifier.StringClassLabels = null),
        new("CML8402", "gazetteer.stringClassLabels", Gazetteer, model => model.Gazetteer.StringClassLabels.Vector.Clear()),
        new("CML8402", "wordTagger.stringTags", Tagger, model => model.WordTagger.StringTags.Vector.Clear()),
        new("CML8403", "wordEmbedding.modelParameterData", WordEmbedding, model => model.WordEmbedding.ModelParameterData = ByteString.Empty),
        new("CML8403", "wordTagger.modelParameterData", Tagger, model => model.WordTagger.ModelParameterData = ByteString.Empty),
        new("CML8404", "description.output[0]", Tagger, model => model.Description.Output[0].Name = "other"),
        new("CML8404", "description.output", Tagger, model => model.WordTagger.TokensOutputFeatureName = ""),
        new("CML8404", "wordTagger.tokenTagsOutputFeatureName", Tagger, model => model.WordTagger.TokenTagsOutputFeatureName = "ghost"),
        new("CML8405", "description.output[lengths]", Tagger, model => model.Description.Output[2].Retype(Make.Sequence("lengths"))),
    ];

    public static Model TextClassifier()
    {
        Model model = Make.Model([Make.String("text")], [Make.String("label")], 4);
        model.TextClassifier = new() { Revision = 1, ModelParameterData = Make.Data, StringClassLabels = Make.Texts("a", "b") };
        return model;
    }

    private static Model Gazetteer()
    {
        Model model = Make.Model([Make.String("text")], [Make.String("label")], 4);
        model.Gazetteer = new() { Revision = 2, ModelParameterData = Make.Data, StringClassLabels = Make.Texts("a") };
        return model;
    }

    private static Model WordEmbedding()
    {
        Model model = Make.Model([Make.String("text")], [Make.Array("vector", ArrayFeatureType.Types.ArrayDataType.Float32, 4)], 4);
        model.WordEmbedding = new() { Revision = 2, ModelParameterData = Make.Data };
        return model;
    }

    private static Model Tagger()
    {
        Model model = Make.Model([Make.String("text")], [Make.Sequence("tags"), Make.Sequence("tokens"), Make.Sequence("lengths", texts: false)], 3);
        model.WordTagger = new()
        {
            Revision = 1,
            ModelParameterData = Make.Data,
            StringTags = Make.Texts("noun"),
            TokenTagsOutputFeatureName = "tags",
            TokensOutputFeatureName = "tokens",
            TokenLengthsOutputFeatureName = "lengths",
        };
        return model;
    }
}
