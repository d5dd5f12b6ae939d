using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// Symmetric linear quantization to int8, one scale for each output channel:
/// <c>scale = (max − min) / 254</c> with <c>max = −min</c> the channel's largest magnitude,
/// <c>q = clip(round(w / scale), −127, 127)</c>, half-way cases to the even number, every step rounded to the weight's own
/// type as coremltools does. A channel of zeros has scale 0 and decodes to zeros.
/// </summary>
public sealed record LinearQuantization : CompressionScheme
{
    internal LinearQuantization()
    {
    }

    /// <summary>The type of the quantized elements.</summary>
    public ElementType ElementType { get; } = ElementType.Int8;

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "int8 symmetric per channel";
}
