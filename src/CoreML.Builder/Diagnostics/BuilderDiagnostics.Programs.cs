using CoreML.Format;

namespace CoreML.Builder;

public static partial class BuilderDiagnostics
{
    /// <summary>CML7401: a value of another builder was given.</summary>
    public static readonly DiagnosticDescriptor ForeignValue = Error(
        "CML7401", "A value belongs to another builder.", "Use values of the builder that the call is made on.");

    /// <summary>CML7402: the builder has made its model already.</summary>
    public static readonly DiagnosticDescriptor BuilderFinished = Error(
        "CML7402", "The builder has made its model already.", "Start a new builder; edit the model through its graph.");

    /// <summary>CML7403: a value is used where it is not visible.</summary>
    public static readonly DiagnosticDescriptor ValueOutOfScope = Error(
        "CML7403", "A value is used where it is not visible.",
        "Values of a branch or loop are seen inside it alone, and those of a function in that function: return what is needed outside.");

    /// <summary>CML7404: a name is taken.</summary>
    public static readonly DiagnosticDescriptor NameTaken = Error(
        "CML7404", "The name is taken.", "Give each value and each function a name of its own, or none.");

    /// <summary>CML7405: the target lacks something that the model uses.</summary>
    public static readonly DiagnosticDescriptor TargetTooOld = Error(
        "CML7405", "The target lacks something that the model uses.", "Raise the target.");

    /// <summary>CML7406: a file of weights cannot be used.</summary>
    public static readonly DiagnosticDescriptor WeightsNotReadable = Error(
        "CML7406", "A file of weights cannot be used.",
        "Write the file again; NumPy arrays are little endian and in C order, and of a type that Core ML has.");

    private static DiagnosticDescriptor[] Programs =>
        [ForeignValue, BuilderFinished, ValueOutOfScope, NameTaken, TargetTooOld, WeightsNotReadable];
}
