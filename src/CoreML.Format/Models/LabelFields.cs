using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>Where models keep their class labels or tags.</summary>
internal static class LabelFields
{
    /// <summary>The labels of a model itself, of one kind or the other; none if it has no labels or is an ML program.</summary>
    public static (RepeatedField<string>? Texts, RepeatedField<long>? Integers) Of(Model model) => model.TypeCase switch
    {
        Model.TypeOneofCase.NeuralNetworkClassifier =>
            Pair(model.NeuralNetworkClassifier.StringClassLabels, model.NeuralNetworkClassifier.Int64ClassLabels),
        Model.TypeOneofCase.GlmClassifier => Pair(model.GlmClassifier.StringClassLabels, model.GlmClassifier.Int64ClassLabels),
        Model.TypeOneofCase.SupportVectorClassifier =>
            Pair(model.SupportVectorClassifier.StringClassLabels, model.SupportVectorClassifier.Int64ClassLabels),
        Model.TypeOneofCase.TreeEnsembleClassifier =>
            Pair(model.TreeEnsembleClassifier.StringClassLabels, model.TreeEnsembleClassifier.Int64ClassLabels),
        Model.TypeOneofCase.KNearestNeighborsClassifier =>
            Pair(model.KNearestNeighborsClassifier.StringClassLabels, model.KNearestNeighborsClassifier.Int64ClassLabels),
        Model.TypeOneofCase.NonMaximumSuppression =>
            Pair(model.NonMaximumSuppression.StringClassLabels, model.NonMaximumSuppression.Int64ClassLabels),
        Model.TypeOneofCase.TextClassifier => Pair(model.TextClassifier.StringClassLabels, null),
        Model.TypeOneofCase.Gazetteer => Pair(model.Gazetteer.StringClassLabels, null),
        Model.TypeOneofCase.WordTagger => Pair(model.WordTagger.StringTags, null),
        _ => default,
    };

    private static (RepeatedField<string>? Texts, RepeatedField<long>? Integers) Pair(StringVector? texts, Int64Vector? integers) =>
        (texts?.Vector, integers?.Vector);
}
