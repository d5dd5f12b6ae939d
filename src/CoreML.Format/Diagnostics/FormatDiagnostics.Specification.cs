namespace CoreML.Format;

public static partial class FormatDiagnostics
{
    /// <summary>CML2001: the bytes end in the middle of a field.</summary>
    public static readonly DiagnosticDescriptor SpecificationTruncated = Error(
        "CML2001", "The specification ends in the middle of a field.", "The file was cut short; fetch or export it again.");

    /// <summary>CML2002: the bytes are not a protobuf message.</summary>
    public static readonly DiagnosticDescriptor SpecificationMalformed = Error(
        "CML2002", "The specification is not well formed.", "The file is damaged or is not a Core ML model; export it again.");

    /// <summary>CML2003: messages are nested beyond the limit.</summary>
    public static readonly DiagnosticDescriptor NestingTooDeep = Error(
        "CML2003", "The specification is nested too deeply.", "Core ML does not load such a model either; if you need to, raise ReadLimits.MaxNesting.");

    /// <summary>CML2004: a size or a count exceeds a limit.</summary>
    public static readonly DiagnosticDescriptor SpecificationTooLarge = Error(
        "CML2004", "The specification exceeds a limit.", "If the model can be trusted, raise the limit in ReadLimits.");

    /// <summary>CML2005: a text field is not UTF-8.</summary>
    public static readonly DiagnosticDescriptor InvalidText = Error(
        "CML2005", "A text in the specification is not valid UTF-8.", "The file is damaged; export the model again.");

    private static DiagnosticDescriptor[] Specification =>
        [SpecificationTruncated, SpecificationMalformed, NestingTooDeep, SpecificationTooLarge, InvalidText];
}
