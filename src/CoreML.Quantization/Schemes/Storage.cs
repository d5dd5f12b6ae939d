namespace CoreML.Quantization;

/// <summary>Makes schemes that change how weights are kept and not, or hardly, what they are.</summary>
public static class Storage
{
    /// <summary>Keeps weights dense: compressed ones are decoded, and lose nothing that compression has left of them.
    /// In neural networks float16 weights become float32, too.</summary>
    /// <returns>The scheme.</returns>
    public static DenseStorage Dense() => new();

    /// <summary>Keeps float32 weights in half precision, in half of the bytes; the program widens them when it is loaded. Weights
    /// with an element beyond ±65,504 stay as they are, and the report names it; <see cref="CompressionOptions.Strict"/> makes that an
    /// error. In a neural network the other weights of the layer, which has one precision, stay too. The report counts elements of
    /// programs that are so small that they become 0 or lose digits.</summary>
    /// <returns>The scheme.</returns>
    public static Float16Storage Float16() => new();
}
