using CoreML.Format;

namespace CoreML.Builder;

public static partial class BuilderDiagnostics
{
    /// <summary>CML7301: an input of a stage, or an output of the pipeline, comes from nowhere.</summary>
    public static readonly DiagnosticDescriptor StageInputMissing = Error(
        "CML7301", "A feature of the pipeline comes from nowhere.",
        "What a stage takes is an input of the pipeline or an output of an earlier stage of the same name.");

    /// <summary>CML7302: features of the same name have different types.</summary>
    public static readonly DiagnosticDescriptor StageTypeMismatch = Error(
        "CML7302", "Features of the same name do not have the same type.", "Make the types equal, or put a stage between that converts.");

    /// <summary>CML7303: a pipeline cannot have this stage at this place.</summary>
    public static readonly DiagnosticDescriptor StageNotAllowed = Error(
        "CML7303", "A stage cannot be at this place.",
        "A pipeline that classifies ends with a classifier, one that is a regressor with a regressor, and only the last stage may be updatable.");

    private static DiagnosticDescriptor[] Pipelines => [StageInputMissing, StageTypeMismatch, StageNotAllowed];
}
