namespace CoreML.Format;

/// <summary>The diagnostics of this library: files and packages (CML1xxx), the specification's bytes (CML2xxx),
/// weight storage (CML30xx), the weights of neural networks (CML31xx) and edits of the specification (CML60xx).</summary>
public static partial class FormatDiagnostics
{
    /// <summary>Every descriptor of this library, in order of their codes.</summary>
    public static IReadOnlyList<DiagnosticDescriptor> All => [.. Files, .. Specification, .. WeightStorage, .. NeuralNetworks, .. Editing];

    private static DiagnosticDescriptor Error(string code, string title, string advice) =>
        new(code, title, DiagnosticSeverity.Error, advice);

    private static DiagnosticDescriptor Warning(string code, string title, string advice) =>
        new(code, title, DiagnosticSeverity.Warning, advice);
}
