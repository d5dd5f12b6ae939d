using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

/// <summary>Neural networks in memory whose layers have weights of every kind.</summary>
internal static class NetworkFixture
{
    private static int _seed;

    /// <summary>A model of some layers.</summary>
    public static CoreMLModel Model(params ReadOnlySpan<NeuralNetworkLayer> layers) => CoreMLModel.Create(Network(layers));

    /// <inheritdoc cref="Model"/>
    public static Model Network(params ReadOnlySpan<NeuralNetworkLayer> layers) => new()
    {
        SpecificationVersion = 1,
        Description = new ModelDescription(),
        NeuralNetwork = new NeuralNetwork
        {
            ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping,
            Layers = { layers.ToArray() },
        },
    };

    public static NeuralNetworkLayer InnerProduct(float[] weights, ulong outputs, string name = "fc") => new()
    {
        Name = name,
        InnerProduct = new InnerProductLayerParams
        {
            InputChannels = (ulong)weights.Length / outputs,
            OutputChannels = outputs,
            HasBias = true,
            Weights = Floats(weights),
            Bias = Random((int)outputs),
        },
    };

    /// <summary>A layer of each kind that has weights which are compressed.</summary>
    public static NeuralNetworkLayer[] EveryKind() =>
    [
        new() { Name = "conv", Convolution = new() { OutputChannels = 4, KernelChannels = 3, NGroups = 2, KernelSize = { 3, 3 }, HasBias = true, Weights = Random(108), Bias = Random(4) } },
        new() { Name = "deconv", Convolution = new() { OutputChannels = 6, KernelChannels = 4, NGroups = 2, KernelSize = { 1, 5 }, IsDeconvolution = true, Weights = Random(60) } },
        new() { Name = "deconv1", Convolution = new() { OutputChannels = 3, KernelChannels = 4, KernelSize = { 1, 1 }, IsDeconvolution = true, Weights = Random(12) } },
        InnerProduct(WeightFixture.Random(35, seed: 1), 5),
        new() { Name = "embedding", Embedding = new() { InputDim = 7, OutputChannels = 3, HasBias = true, Weights = Random(21), Bias = Random(3) } },
        new() { Name = "embeddingND", EmbeddingND = new() { VocabSize = 7, EmbeddingSize = 3, Weights = Random(21) } },
        new() { Name = "batchnorm", Batchnorm = new() { Channels = 9, Gamma = Random(9), Beta = Random(9), Mean = Random(9), Variance = Random(9) } },
        new() { Name = "scale", Scale = new() { ShapeScale = { 3, 2, 2 }, Scale = Random(12), HasBias = true, ShapeBias = { 3 }, Bias = Random(3) } },
        new() { Name = "bias", Bias = new() { Shape = { 3, 2, 2 }, Bias = Random(12) } },
        new() { Name = "constant", LoadConstant = new() { Shape = { 3, 2, 2 }, Data = Random(12) } },
        new() { Name = "constantND", LoadConstantND = new() { Shape = { 3, 2, 2, 2 }, Data = Random(24) } },
        new() { Name = "rnn", SimpleRecurrent = new() { InputVectorSize = 3, OutputVectorSize = 5, HasBiasVector = true, WeightMatrix = Random(15), RecursionMatrix = Random(25), BiasVector = Random(5) } },
        new() { Name = "gru", Gru = new() { InputVectorSize = 3, OutputVectorSize = 2, UpdateGateWeightMatrix = Random(6), ResetGateWeightMatrix = Random(6), OutputGateWeightMatrix = Random(6), UpdateGateRecursionMatrix = Random(4), ResetGateRecursionMatrix = Random(4), OutputGateRecursionMatrix = Random(4) } },
        new() { Name = "lstm", UniDirectionalLSTM = new() { InputVectorSize = 3, OutputVectorSize = 2, Params = new(), WeightParams = Lstm() } },
        new() { Name = "bilstm", BiDirectionalLSTM = new() { InputVectorSize = 3, OutputVectorSize = 2, Params = new(), WeightParams = { Lstm(), Lstm() } } },
        new() { Name = "matmul", BatchedMatmul = new() { WeightMatrixFirstDimension = 5, WeightMatrixSecondDimension = 4, HasBias = true, Weights = Random(20), Bias = Random(4) } },
        new() { Name = "branch", Branch = new() { IfBranch = new() { Layers = { InnerProduct(WeightFixture.Random(12, seed: 2), 3, "inside") } } } },
    ];

    public static WeightParams Floats(params float[] values) => new() { FloatValue = { values } };

    public static WeightParams Random(int count) => Floats(WeightFixture.Random(count, Interlocked.Increment(ref _seed)));

    public static IReadOnlyList<NetworkWeight> WeightsOf(CoreMLModel model) =>
        [.. model.Stages.SelectMany(stage => NetworkWeights.Enumerate(stage.Specification, stage.Path))];

    public static float[] Decode(NetworkWeight weight)
    {
        ReadOnlySpan<byte> packed = weight.Decode().Span;
        return weight.ElementType == ElementType.Float32
            ? MemoryMarshal.Cast<byte, float>(packed).ToArray()
            : Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(packed).ToArray(), half => (float)half);
    }

    private static LSTMWeightParams Lstm() => new()
    {
        InputGateWeightMatrix = Random(6),
        ForgetGateWeightMatrix = Random(6),
        BlockInputWeightMatrix = Random(6),
        OutputGateWeightMatrix = Random(6),
        InputGateRecursionMatrix = Random(4),
        ForgetGateRecursionMatrix = Random(4),
        BlockInputRecursionMatrix = Random(4),
        OutputGateRecursionMatrix = Random(4),
        InputGateBiasVector = Random(2),
        InputGatePeepholeVector = Random(2),
    };
}
