using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Makes schemes of linear quantization: symmetric and per output channel unless told otherwise.</summary>
public static class Quantize
{
    /// <summary>Linear quantization to int8: a half of float16, a quarter of float32.</summary>
    /// <returns>The scheme.</returns>
    public static LinearQuantization Int8() => new(ElementType.Int8);

    /// <summary>Linear quantization to uint8: a half of float16, a quarter of float32.</summary>
    /// <returns>The scheme.</returns>
    public static LinearQuantization UInt8() => new(ElementType.UInt8);

    /// <summary>Linear quantization to int4: a quarter of float16, an eighth of float32. Needs iOS 18.</summary>
    /// <returns>The scheme.</returns>
    public static LinearQuantization Int4() => new(ElementType.Int4);

    /// <summary>Linear quantization to uint4: a quarter of float16, an eighth of float32. Needs iOS 18.</summary>
    /// <returns>The scheme.</returns>
    public static LinearQuantization UInt4() => new(ElementType.UInt4);

    /// <summary>Linear quantization to a type.</summary>
    /// <param name="elementType">int8, uint8, int4 or uint4.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another type.</exception>
    public static LinearQuantization To(ElementType elementType) =>
        elementType is ElementType.Int8 or ElementType.UInt8 or ElementType.Int4 or ElementType.UInt4
            ? new(elementType)
            : throw new ArgumentOutOfRangeException(nameof(elementType), elementType, "Weights are quantized to int8, uint8, int4 or uint4.");
}
