namespace CoreML.Quantization;

/// <summary>A way to compress a weight. Made by <see cref="Quantize"/>; immutable.</summary>
public abstract record CompressionScheme
{
    private protected CompressionScheme()
    {
    }
}
