namespace CoreML.Quantization;

/// <summary>Makes schemes of linear quantization.</summary>
public static class Quantize
{
    /// <summary>Symmetric linear quantization to int8 for each output channel: a half of float16, a quarter of
    /// float32.</summary>
    /// <returns>The scheme.</returns>
    public static LinearQuantization Int8() => new();
}
