namespace CoreML.Quantization;

/// <summary>Makes schemes that change how weights are kept and not, or hardly, what they are.</summary>
public static class Storage
{
    /// <summary>Keeps weights dense: compressed ones are decoded, and lose nothing that compression has left of them.
    /// In neural networks float16 weights become float32, too.</summary>
    /// <returns>The scheme.</returns>
    public static DenseStorage Dense() => new();

    /// <summary>Keeps float32 weights in half precision, in half of the bytes; the program widens them when it is loaded. Weights beyond
    /// 65,504 are refused, and in a neural network with them the others of their layer, which has one precision.</summary>
    /// <returns>The scheme.</returns>
    public static Float16Storage Float16() => new();
}
