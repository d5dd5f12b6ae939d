using CoreML.Format;

namespace CoreML.Builder;

/// <summary>The diagnostics of this library: models of any type (CML70xx), neural networks (CML71xx), classic models
/// (CML72xx), pipelines (CML73xx) and ML programs (CML74xx).</summary>
public static partial class BuilderDiagnostics
{
    /// <summary>CML7001: two inputs, or two outputs, have the same name.</summary>
    public static readonly DiagnosticDescriptor DuplicateFeature = Error(
        "CML7001", "Two features have the same name.", "Give each input and each output a name of its own.");

    /// <summary>CML7002: an input or output has a type that a model of this kind cannot have there.</summary>
    public static readonly DiagnosticDescriptor FeatureNotAllowed = Error(
        "CML7002", "A feature has a type that this model cannot have.", "Use one of the types that are expected.");

    /// <summary>CML7003: a model has more inputs or outputs than its kind allows.</summary>
    public static readonly DiagnosticDescriptor TooManyFeatures = Error(
        "CML7003", "The model has too many inputs or outputs.", "Leave out what the model has no use for, or join features before it.");

    /// <summary>CML7004: something that the model needs was not given.</summary>
    public static readonly DiagnosticDescriptor Incomplete = Error(
        "CML7004", "Something that the model needs is missing.", "Add it before the model is built.");

    /// <summary>CML7005: two parts of the model do not have matching sizes.</summary>
    public static readonly DiagnosticDescriptor SizeMismatch = Error(
        "CML7005", "Parts of the model do not have matching sizes.", "Give both parts the same size.");

    /// <summary>CML7006: a value is outside of what the model allows.</summary>
    public static readonly DiagnosticDescriptor ValueNotAllowed = Error(
        "CML7006", "A value is outside of what the model allows.", "Use a value of the range or kind that is expected.");

    /// <summary>CML7007: the class labels are missing, repeated or of two kinds.</summary>
    public static readonly DiagnosticDescriptor InvalidLabels = Error(
        "CML7007", "The class labels cannot be used.", "A classifier has labels of one kind, strings or integers, none of them twice.");

    /// <summary>CML7008: a name leads to nothing.</summary>
    public static readonly DiagnosticDescriptor UnknownName = Error(
        "CML7008", "There is nothing of this name.", "Use the name of something that exists.");

    /// <summary>Every descriptor of this library, in order of their codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => [.. General, .. NeuralNetworks, .. Classic, .. Pipelines, .. Programs];

    private static DiagnosticDescriptor[] General =>
    [
        DuplicateFeature, FeatureNotAllowed, TooManyFeatures, Incomplete, SizeMismatch, ValueNotAllowed, InvalidLabels, UnknownName,
    ];

    private static DiagnosticDescriptor Error(string code, string title, string advice) =>
        new(code, title, DiagnosticSeverity.Error, advice);
}
