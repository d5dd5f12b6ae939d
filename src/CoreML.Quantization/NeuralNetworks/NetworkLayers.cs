using CoreML.Format;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Quantization;

/// <summary>What coremltools makes of the weights of each kind of layer.</summary>
internal static class NetworkLayers
{
    private static readonly HashSet<Kind> Compressed =
    [
        Kind.Convolution, Kind.InnerProduct, Kind.Embedding, Kind.EmbeddingND, Kind.Batchnorm, Kind.Scale, Kind.Bias,
        Kind.LoadConstant, Kind.LoadConstantND, Kind.SimpleRecurrent, Kind.Gru, Kind.UniDirectionalLSTM, Kind.BiDirectionalLSTM,
        Kind.BatchedMatmul,
    ];

    // Their first axis is not made of outputs, and scales are not told apart along it though they could be.
    private static readonly HashSet<Kind> OneScale = [Kind.Scale, Kind.Bias, Kind.LoadConstant];

    /// <summary>Whether weights of the layer are compressed.</summary>
    public static bool AreCompressed(NetworkWeight weight) => Compressed.Contains(weight.Layer.LayerCase);

    /// <summary>Whether the weight is a matrix that the layer can multiply by as bytes.</summary>
    public static bool IsMatrixOfProduct(NetworkWeight weight) =>
        ReferenceEquals(weight.Specification, weight.Layer.InnerProduct?.Weights ?? weight.Layer.BatchedMatmul?.Weights);

    /// <summary>How many scales a linearly quantized weight gets: one for each output channel if it has any. A deconvolution with groups
    /// gets one for each output of each group, which Core ML loads; what coremltools writes, those of one group, it does not.</summary>
    public static int ScalesOf(NetworkWeight weight) => OneScale.Contains(weight.Layer.LayerCase) ? 1 : weight.Layout.MostScales;

    /// <summary>The name of the layer's kind.</summary>
    public static string KindOf(NetworkWeight weight) => LayerKinds.NameOf(weight.Layer.LayerCase);
}
