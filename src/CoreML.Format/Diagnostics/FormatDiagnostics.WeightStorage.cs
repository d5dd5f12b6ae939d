namespace CoreML.Format;

public static partial class FormatDiagnostics
{
    /// <summary>CML3001: a weight file that the model refers to does not exist.</summary>
    public static readonly DiagnosticDescriptor WeightFileMissing = Error(
        "CML3001", "A weight file is missing.", "Copy the whole .mlpackage directory, and fetch large files if version control kept only pointers.");

    /// <summary>CML3002: the header of a weight file is not that of blob storage version 2.</summary>
    public static readonly DiagnosticDescriptor WeightFileInvalid = Error(
        "CML3002", "The weight file has no valid header.", "The file is damaged or of an unknown version; export the model again.");

    /// <summary>CML3003: there is no blob at the given offset.</summary>
    public static readonly DiagnosticDescriptor BlobNotFound = Error(
        "CML3003", "There is no weight at this offset of the weight file.", "Specification and weight file do not belong together, or one is damaged; export the model again.");

    /// <summary>CML3004: a blob's data lies outside the file or overlaps other parts of it.</summary>
    public static readonly DiagnosticDescriptor BlobOutOfRange = Error(
        "CML3004", "A weight's data lies outside its file or overlaps something else.", "The weight file is damaged or cut short; fetch or export it again.");

    /// <summary>CML3005: a blob has an unknown element type.</summary>
    public static readonly DiagnosticDescriptor BlobTypeUnknown = Error(
        "CML3005", "A weight has an unknown element type.", "The file is damaged or was made for a newer version of Core ML.");

    /// <summary>CML3006: a blob's element type or size differs from what the model declares.</summary>
    public static readonly DiagnosticDescriptor BlobMismatch = Error(
        "CML3006", "A weight in the weight file is not what the model declares.", "Specification and weight file do not belong together; export the model again.");

    /// <summary>CML3007: a reference to a weight file does not stay inside the package.</summary>
    public static readonly DiagnosticDescriptor WeightReferenceInvalid = Error(
        "CML3007", "A reference to a weight file is not valid.", "References have the form @model_path/weights/weight.bin and stay inside the package.");

    private static DiagnosticDescriptor[] WeightStorage =>
    [
        WeightFileMissing, WeightFileInvalid, BlobNotFound, BlobOutOfRange, BlobTypeUnknown, BlobMismatch, WeightReferenceInvalid,
    ];
}
