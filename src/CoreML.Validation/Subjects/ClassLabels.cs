using CoreML.Specification;

namespace CoreML.Validation;

/// <summary>The class labels of a classifier, whatever its type: texts, numbers or none.</summary>
internal sealed class ClassLabels
{
    private readonly StringVector? _texts;
    private readonly Int64Vector? _numbers;

    private ClassLabels(StringVector? texts, Int64Vector? numbers)
    {
        _texts = texts;
        _numbers = numbers;
    }

    /// <summary>Number of labels.</summary>
    public int Count => _texts?.Vector.Count ?? _numbers?.Vector.Count ?? 0;

    /// <summary>Whether the labels are texts.</summary>
    public bool AreTexts => _texts is not null;

    /// <summary>Whether the labels are numbers.</summary>
    public bool AreNumbers => _numbers is not null;

    /// <summary>The first label that is there twice; <see langword="null"/> if all differ.</summary>
    public string? FindDuplicate() => _texts is not null
        ? _texts.Vector.FindDuplicate(label => label)
        : _numbers?.Vector.FindDuplicate(label => label.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The labels of a model; <see langword="null"/> if it is not of a type that classifies with labels of its own.</summary>
    public static ClassLabels? Of(Model model) => model.TypeCase switch
    {
        Model.TypeOneofCase.GlmClassifier => new(model.GlmClassifier.StringClassLabels, model.GlmClassifier.Int64ClassLabels),
        Model.TypeOneofCase.SupportVectorClassifier =>
            new(model.SupportVectorClassifier.StringClassLabels, model.SupportVectorClassifier.Int64ClassLabels),
        Model.TypeOneofCase.TreeEnsembleClassifier =>
            new(model.TreeEnsembleClassifier.StringClassLabels, model.TreeEnsembleClassifier.Int64ClassLabels),
        Model.TypeOneofCase.NeuralNetworkClassifier =>
            new(model.NeuralNetworkClassifier.StringClassLabels, model.NeuralNetworkClassifier.Int64ClassLabels),
        Model.TypeOneofCase.KNearestNeighborsClassifier =>
            new(model.KNearestNeighborsClassifier.StringClassLabels, model.KNearestNeighborsClassifier.Int64ClassLabels),
        _ => null,
    };
}
