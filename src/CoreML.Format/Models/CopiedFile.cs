namespace CoreML.Format;

/// <summary>A file that a save had to copy.</summary>
/// <param name="Path">Its path in the package.</param>
/// <param name="Bytes">Its size.</param>
public readonly record struct CopiedFile(string Path, long Bytes);
