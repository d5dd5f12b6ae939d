namespace CoreML.Quantization;

/// <summary>Makes schemes of palettization: one table for the whole weight unless told otherwise.</summary>
public static class Palettize
{
    /// <summary>Palettization with tables of <c>2^bits</c> entries, by k-means.</summary>
    /// <param name="bits">1, 2, 3, 4, 6 or 8; 3 needs iOS 18.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static Palettization Bits(int bits)
    {
        CheckBits(bits);
        return new Palettization(PalettizationMode.KMeans) { NBits = bits };
    }

    /// <summary>Palettization with a table of the distinct values: exact, for weights that have at most 256 of them. The number of
    /// bits follows from the weight.</summary>
    /// <returns>The scheme.</returns>
    public static Palettization Unique() => new(PalettizationMode.Unique);

    /// <summary>Palettization with tables that the caller makes.</summary>
    /// <param name="bits">1, 2, 3, 4, 6 or 8; 3 needs iOS 18.</param>
    /// <param name="table">Makes the table of a group of weights: at most <c>2^bits</c> numbers in any order. Each weight becomes the
    /// nearest of them. Called from several threads.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">Another number of bits.</exception>
    public static Palettization Custom(int bits, Func<ReadOnlyMemory<float>, float[]> table)
    {
        CheckBits(bits);
        ArgumentNullException.ThrowIfNull(table);
        return new Palettization(PalettizationMode.Custom) { NBits = bits, Table = table };
    }

    private static void CheckBits(int bits)
    {
        if (bits is not (1 or 2 or 3 or 4 or 6 or 8))
        {
            throw new ArgumentOutOfRangeException(nameof(bits), bits, "Tables have 1, 2, 3, 4, 6 or 8 bits.");
        }
    }
}
