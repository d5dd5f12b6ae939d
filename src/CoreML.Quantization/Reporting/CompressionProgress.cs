namespace CoreML.Quantization;

/// <summary>How far a compression has come.</summary>
/// <param name="CompletedBytes">Bytes of original weights dealt with.</param>
/// <param name="TotalBytes">Bytes of all original weights.</param>
public readonly record struct CompressionProgress(long CompletedBytes, long TotalBytes);
