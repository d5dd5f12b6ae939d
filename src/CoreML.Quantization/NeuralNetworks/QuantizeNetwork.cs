using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Makes schemes for the weights of neural networks. The schemes of <see cref="Quantize"/> and <see cref="Palettize"/> apply to
/// networks, too, as far as these can keep what they make; here is everything that networks can keep. ML programs refuse these
/// schemes.</summary>
public static class QuantizeNetwork
{
    /// <summary>Linear quantization with a scale and a bias for each output channel: equal steps from the smallest to the largest
    /// weight. Specification version 3.</summary>
    /// <param name="bits">1 to 8.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static NetworkQuantization Linear(int bits = 8) => Make(NetworkQuantizationMode.Linear, bits);

    /// <summary>Linear quantization with equal steps on both sides of zero, which is kept exactly. Specification version 3.</summary>
    /// <param name="bits">2 to 8; coremltools has 8 only.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static NetworkQuantization LinearSymmetric(int bits = 8) => Make(NetworkQuantizationMode.LinearSymmetric, bits, least: 2);

    /// <summary>A table of <c>2^bits</c> entries for the whole weight, by exact k-means. Specification version 3.</summary>
    /// <param name="bits">1 to 8.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static NetworkQuantization KMeans(int bits) => Make(NetworkQuantizationMode.KMeans, bits);

    /// <summary>A table of <c>2^bits</c> entries at equal distances, from the smallest to the largest weight. Specification version
    /// 3.</summary>
    /// <param name="bits">1 to 8.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static NetworkQuantization LinearTable(int bits) => Make(NetworkQuantizationMode.LinearTable, bits);

    /// <summary>A table of the distinct values: exact, for weights that have at most 256 of them. The number of bits follows from the
    /// weight. Specification version 3.</summary>
    /// <returns>The scheme.</returns>
    public static NetworkQuantization Unique() => new(NetworkQuantizationMode.Unique, bits: 0);

    /// <summary>Tables that the caller makes. Specification version 3.</summary>
    /// <param name="bits">1 to 8.</param>
    /// <param name="table">Makes the table of a weight from it and its elements: at most <c>2^bits</c> finite numbers in any order. Each
    /// element becomes the nearest of them. Called from several threads.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static NetworkQuantization Custom(int bits, Func<NetworkWeight, ReadOnlyMemory<float>, float[]> table)
    {
        ArgumentNullException.ThrowIfNull(table);
        return Make(NetworkQuantizationMode.Custom, bits) with { Table = table };
    }

    /// <summary>Signed bytes with one scale for the matrices of inner products and batched matrix products, which then quantize what
    /// comes in while they run, and multiply bytes; all other weights stay as they are. Specification version 5, and a network with exact
    /// shapes.</summary>
    /// <returns>The scheme.</returns>
    public static NetworkQuantization Int8Products() => new(NetworkQuantizationMode.Int8Products, bits: 8);

    private static NetworkQuantization Make(NetworkQuantizationMode mode, int bits, int least = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, least);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
        return new NetworkQuantization(mode, bits);
    }
}
