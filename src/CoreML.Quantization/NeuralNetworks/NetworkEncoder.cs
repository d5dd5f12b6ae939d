using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Quantization;

/// <summary>Makes the contents of one weight of a neural network, and knows how far they may be from it.</summary>
internal abstract class NetworkEncoder
{
    /// <summary>Makes the contents.</summary>
    /// <param name="weight">The weight, for what its layer says of it.</param>
    /// <param name="values">Its elements.</param>
    /// <param name="scratch">Buffers.</param>
    /// <param name="result">Takes elements and quantization.</param>
    /// <returns>Why the weight is better left as it is; <see langword="null"/> if it is done.</returns>
    public abstract string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result);

    /// <summary>Looks for an element that does not decode to what was meant, without looking at how it was made.</summary>
    /// <param name="values">The elements.</param>
    /// <param name="decoded">What the contents decode to.</param>
    /// <returns>Its position; −1 if there is none.</returns>
    public abstract int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded);

    /// <summary>Whether elements have to be finite.</summary>
    public virtual bool NeedsFinite => true;

    /// <summary>The encoder of a scheme for one weight.</summary>
    public static NetworkEncoder Create(CompressionScheme scheme) => scheme switch
    {
        NetworkQuantization { Mode: NetworkQuantizationMode.Linear or NetworkQuantizationMode.LinearSymmetric or NetworkQuantizationMode.LinearTable } linear =>
            new NetworkLinearEncoder(linear),
        NetworkQuantization { Mode: NetworkQuantizationMode.Int8Products } => new NetworkInt8Encoder(),
        NetworkQuantization table => new NetworkTableEncoder(table),
        Float16Storage => new NetworkHalfEncoder(),
        _ => new NetworkDenseEncoder(),
    };
}
