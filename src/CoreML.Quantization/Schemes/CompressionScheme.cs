namespace CoreML.Quantization;

/// <summary>A way to compress a weight. Made by <see cref="Quantize"/> and its neighbours; immutable.</summary>
public abstract record CompressionScheme
{
    private protected CompressionScheme()
    {
    }

    /// <summary>Decides what the scheme makes of a weight.</summary>
    /// <param name="weight">The weight.</param>
    /// <returns>The work, or the reason why the scheme cannot be applied.</returns>
    /// <exception cref="CoreML.Format.CoreMLException">CML5005: the program's opset has no operation for the scheme.</exception>
    internal abstract Decision Decide(WeightFacts weight);
}
