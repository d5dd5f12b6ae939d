namespace CoreML.Format;

/// <summary>
/// A weight of a model: a tensor that an ordinary operation or layer of the model consumes, however it is stored.
/// Asking for its name, shape or type reads nothing from disk.
/// </summary>
public abstract class ModelWeight
{
    /// <summary>The weight's name: that of its value in an ML program, <c>LAYER.weights</c>, <c>LAYER.bias</c> and so on in a
    /// neural network.</summary>
    public abstract string Name { get; }

    /// <summary>The function of an ML program that has the weight; <see langword="null"/> in other models.</summary>
    public abstract string? Function { get; }

    /// <summary>Where the weight is in the model, for example <c>main/block[0]/conv_weight</c>.</summary>
    public abstract string Path { get; }

    /// <summary>The type of the elements after decoding.</summary>
    public abstract ElementType ElementType { get; }

    /// <summary>The shape after decoding; empty for a scalar.</summary>
    public abstract IReadOnlyList<long> Shape { get; }

    /// <summary>How the weight is kept: <c>dense</c>, the name of the <c>constexpr_*</c> operation that decodes it, or
    /// <c>linear_quantized</c> and <c>lookup_table_quantized</c> in a neural network, where a damaged weight is
    /// <c>invalid</c>.</summary>
    public abstract string Storage { get; }

    /// <summary>The bytes that the weight takes as it is kept, tables and scales included.</summary>
    public abstract long SizeInBytes { get; }

    /// <summary>Number of elements.</summary>
    /// <exception cref="OverflowException">The product of the dimensions does not fit 63 bits.</exception>
    public long ElementCount
    {
        get
        {
            long count = 1;
            foreach (long dimension in Shape)
            {
                count = checked(count * dimension);
            }
            return count;
        }
    }

    /// <summary>Checks that everything the weight consists of is there and is what the model declares, without reading
    /// the elements.</summary>
    /// <exception cref="CoreMLException">Something is missing or does not fit: CML3xxx, CML4xxx.</exception>
    public abstract void Check();

    /// <summary>Decodes the weight.</summary>
    /// <returns>Its elements in row-major order, packed and little endian as weight files keep them.</returns>
    /// <exception cref="CoreMLException">The weight cannot be read.</exception>
    public abstract ReadOnlyMemory<byte> Decode();
}
