using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>The diagnostics of this library: compression (CML5xxx).</summary>
public static class QuantizationDiagnostics
{
    /// <summary>CML5001: the model has neither an ML program nor a neural network whose weights could be compressed.</summary>
    public static readonly DiagnosticDescriptor NoProgram = Error(
        "CML5001", "The model has no weights that can be compressed.", "Compression works on ML programs and neural networks, also inside pipelines.");

    /// <summary>CML5002: a weight has an infinite or undefined element.</summary>
    public static readonly DiagnosticDescriptor NonFiniteWeight = Error(
        "CML5002", "A weight is infinite or not a number.", "Repair the weight, or leave it as it is with a rule (--exclude).");

    /// <summary>CML5003: what was about to be written does not decode to what was meant; nothing was saved.</summary>
    public static readonly DiagnosticDescriptor VerificationFailed = Error(
        "CML5003", "A compressed weight does not decode to the original one.", "This is a defect of the library; please report it with the model.");

    /// <summary>CML5004: a scheme could not be applied to a weight, and the options make that an error.</summary>
    public static readonly DiagnosticDescriptor WeightRefused = Error(
        "CML5004", "A weight could not be compressed.", "Leave it as it is with a rule (--exclude), or compress without Strict (--strict).");

    /// <summary>CML5005: the program's opset has no operation for what a scheme makes.</summary>
    public static readonly DiagnosticDescriptor SchemeNeedsNewerOpset = Error(
        "CML5005", "The program's target is too old for the scheme.", "Choose a scheme of iOS 16 (int8 or uint8 per tensor or channel; tables of 1, 2, 4, 6 or 8 bits per tensor; pruning), or raise the program first: coreml edit --target iOS18, Retarget(9) in code. Where it keeps its opset, that says which operation is in the way.");

    /// <summary>Every descriptor of this library, in order of their codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => [NoProgram, NonFiniteWeight, VerificationFailed, WeightRefused, SchemeNeedsNewerOpset];

    private static DiagnosticDescriptor Error(string code, string title, string advice) =>
        new(code, title, DiagnosticSeverity.Error, advice);
}
