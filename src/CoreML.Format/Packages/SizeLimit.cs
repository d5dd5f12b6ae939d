namespace CoreML.Format;

/// <summary>How large something that is read into memory may be, and what its being larger is called.</summary>
/// <param name="Bytes">The largest size.</param>
/// <param name="Exceeded">The diagnostic for more than that.</param>
internal readonly record struct SizeLimit(int Bytes, DiagnosticDescriptor Exceeded)
{
    public static SizeLimit Specification(ReadLimits limits) =>
        new(Math.Min(limits.MaxSpecificationBytes, Array.MaxLength), FormatDiagnostics.SpecificationTooLarge);

    public static SizeLimit Manifest(ReadLimits limits) =>
        new(Math.Min(limits.MaxManifestBytes, Array.MaxLength), FormatDiagnostics.PackageTooLarge);

    /// <exception cref="CoreMLException">The size is beyond the limit.</exception>
    public void Check(long size, string? file)
    {
        if (size > Bytes)
        {
            throw Exceeded.Error(file: file, expected: $"at most {Bytes} bytes", found: $"{size} bytes or more");
        }
    }
}
