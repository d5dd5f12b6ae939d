using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.WeightLayout;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Format;

/// <summary>Every weight that a layer can have: a row with field, value and layout for each, by kind of layer.</summary>
/// <param name="KindName">The kind's field in the layer, for example <c>convolution</c>.</param>
/// <param name="Weights">The weights, set or not, in order of their fields.</param>
internal readonly partial record struct LayerWeights(string KindName, IEnumerable<LayerWeight> Weights)
{
    /// <summary>The weights of a layer; <see langword="null"/> for kinds that have none.</summary>
    public static LayerWeights? Of(NeuralNetworkLayer layer) => layer.LayerCase switch
    {
        Kind.Convolution => new("convolution", Convolution(layer.Convolution)),
        Kind.Activation => new("activation", Activation("", layer.Activation)),
        Kind.InnerProduct => new("innerProduct", InnerProduct(layer.InnerProduct)),
        Kind.Embedding => new("embedding", Embedding(layer.Embedding)),
        Kind.Batchnorm => new("batchnorm", Batchnorm(layer.Batchnorm)),
        Kind.Scale => new("scale", Scale(layer.Scale)),
        Kind.Bias => new("bias", [new("bias", layer.Bias.Bias, Listed(layer.Bias.Shape))]),
        Kind.LoadConstant => new("loadConstant", [new("data", layer.LoadConstant.Data, Listed(layer.LoadConstant.Shape))]),
        Kind.SimpleRecurrent => new("simpleRecurrent", SimpleRecurrent(layer.SimpleRecurrent)),
        Kind.Gru => new("gru", Gru(layer.Gru)),
        Kind.UniDirectionalLSTM => new("uniDirectionalLSTM", UniDirectionalLstm(layer.UniDirectionalLSTM)),
        Kind.BiDirectionalLSTM => new("biDirectionalLSTM", BiDirectionalLstm(layer.BiDirectionalLSTM)),
        Kind.Custom => new("custom", Custom(layer.Custom)),
        Kind.EmbeddingND => new("embeddingND", EmbeddingND(layer.EmbeddingND)),
        Kind.BatchedMatmul => new("batchedMatmul", BatchedMatmul(layer.BatchedMatmul)),
        Kind.LoadConstantND =>
            new("loadConstantND", [new("data", layer.LoadConstantND.Data, ListedWithOneScale(layer.LoadConstantND.Shape))]),
        Kind.LayerNormalization => new("layerNormalization", LayerNormalization(layer.LayerNormalization)),
        Kind.Convolution3D => new("convolution3d", Convolution3D(layer.Convolution3D)),
        _ => null,
    };

    private static IEnumerable<LayerWeight> Convolution(ConvolutionLayerParams p) =>
    [
        new("weights", p.Weights, ConvolutionKernel(p)),
        new("bias", p.Bias, Vector(p.OutputChannels)),
    ];

    private static IEnumerable<LayerWeight> InnerProduct(InnerProductLayerParams p) =>
    [
        new("weights", p.Weights, Matrix(p.OutputChannels, p.InputChannels)),
        new("bias", p.Bias, Vector(p.OutputChannels)),
    ];

    private static IEnumerable<LayerWeight> Embedding(EmbeddingLayerParams p) =>
    [
        new("weights", p.Weights, Matrix(p.OutputChannels, p.InputDim)),
        new("bias", p.Bias, Vector(p.OutputChannels)),
    ];

    private static IEnumerable<LayerWeight> Batchnorm(BatchnormLayerParams p) =>
    [
        new("gamma", p.Gamma, Vector(p.Channels)),
        new("beta", p.Beta, Vector(p.Channels)),
        new("mean", p.Mean, Vector(p.Channels)),
        new("variance", p.Variance, Vector(p.Channels)),
    ];

    private static IEnumerable<LayerWeight> Scale(ScaleLayerParams p) =>
    [
        new("scale", p.Scale, Listed(p.ShapeScale)),
        new("bias", p.Bias, Listed(p.ShapeBias)),
    ];

    private static IEnumerable<LayerWeight> EmbeddingND(EmbeddingNDLayerParams p) =>
    [
        new("weights", p.Weights, Matrix(p.EmbeddingSize, p.VocabSize)),
        new("bias", p.Bias, Vector(p.EmbeddingSize)),
    ];

    // The matrix is kept by columns: as its transpose by rows.
    private static IEnumerable<LayerWeight> BatchedMatmul(BatchedMatMulLayerParams p) =>
    [
        new("weights", p.Weights, Matrix(p.WeightMatrixSecondDimension, p.WeightMatrixFirstDimension)),
        new("bias", p.Bias, Vector(p.WeightMatrixSecondDimension)),
    ];

    private static IEnumerable<LayerWeight> LayerNormalization(LayerNormalizationLayerParams p) =>
    [
        new("gamma", p.Gamma, ListedWithOneScale(p.NormalizedShape)),
        new("beta", p.Beta, ListedWithOneScale(p.NormalizedShape)),
    ];

    private static IEnumerable<LayerWeight> Convolution3D(Convolution3DLayerParams p) =>
    [
        new("weights", p.Weights, Convolution3DKernel(p)),
        new("bias", p.Bias, Vector(Positive(p.OutputChannels))),
    ];

    // What a custom layer does with its weights is known to its own code alone.
    private static IEnumerable<LayerWeight> Custom(CustomLayerParams p) =>
        p.Weights.Select((weight, i) => new LayerWeight($"weights[{i}]", weight, Unknown));

    // An alpha or beta is one number or one for each channel, and channels are known from the input only.
    private static IEnumerable<LayerWeight> Activation(string prefix, ActivationParams? p) => p?.NonlinearityTypeCase switch
    {
        ActivationParams.NonlinearityTypeOneofCase.PReLU => [new(prefix + "PReLU.alpha", p.PReLU.Alpha, Unknown)],
        ActivationParams.NonlinearityTypeOneofCase.ParametricSoftplus =>
        [
            new(prefix + "parametricSoftplus.alpha", p.ParametricSoftplus.Alpha, Unknown),
            new(prefix + "parametricSoftplus.beta", p.ParametricSoftplus.Beta, Unknown),
        ],
        _ => [],
    };

    private static IEnumerable<LayerWeight> Activations(string field, RepeatedField<ActivationParams> activations) =>
        activations.SelectMany((activation, i) => Activation($"{field}[{i}].", activation));

    private static WeightLayout ConvolutionKernel(ConvolutionLayerParams p)
    {
        if (p.KernelSize.Count is not (0 or 2))
        {
            return Unknown;
        }
        (ulong height, ulong width) = p.KernelSize.Count == 0 ? (3, 3) : (p.KernelSize[0], p.KernelSize[1]);
        ulong groups = Math.Max(1, p.NGroups);
        return p.IsDeconvolution
            ? Deconvolution(groups, p.KernelChannels, p.OutputChannels / groups, height, width)
            : Kernel(p.OutputChannels, p.KernelChannels, height, width);
    }

    private static WeightLayout Convolution3DKernel(Convolution3DLayerParams p)
    {
        (ulong outputs, ulong inputs) = (Positive(p.OutputChannels), Positive(p.InputChannels));
        (ulong depth, ulong height, ulong width) = (Positive(p.KernelDepth), Positive(p.KernelHeight), Positive(p.KernelWidth));
        ulong groups = Math.Max(1, Positive(p.NGroups));
        return p.IsDeconvolution
            ? Deconvolution(groups, inputs, outputs / groups, depth, height, width)
            : Kernel(outputs, inputs / groups, depth, height, width);
    }

    private static ulong Positive(int value) => (ulong)Math.Max(0, value);
}
