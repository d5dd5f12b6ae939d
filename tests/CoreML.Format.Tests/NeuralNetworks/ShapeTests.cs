using CoreML.Specification;

namespace CoreML.Format.Tests;

/// <summary>The shape of each weight of each kind of layer, as its other parameters declare it.</summary>
public sealed class ShapeTests
{
    private static void AssertShapes(NeuralNetworkLayer layer, params (string Name, long[] Shape)[] expected)
    {
        layer.Name = "l";
        IReadOnlyList<NetworkWeight> weights = Network.Weights(layer);
        Assert.Equal(expected.Select(e => "l." + e.Name), weights.Select(weight => weight.Name));
        Assert.All(weights.Zip(expected), pair =>
        {
            Assert.Equal(pair.Second.Shape, pair.First.Shape);
            pair.First.Check();
        });
    }

    [Theory]
    [InlineData(0, false, new ulong[] { 5, 2 }, new long[] { 6, 4, 5, 2 })]
    [InlineData(2, false, new ulong[] { 1, 2 }, new long[] { 6, 4, 1, 2 })]
    [InlineData(1, false, new ulong[] { }, new long[] { 6, 4, 3, 3 })]
    [InlineData(0, true, new ulong[] { 5, 2 }, new long[] { 4, 6, 5, 2 })]
    [InlineData(2, true, new ulong[] { 5, 2 }, new long[] { 4, 3, 5, 2 })]
    [InlineData(1, true, new ulong[] { 7 }, new long[] { 10 })]
    public void Convolution(ulong groups, bool transposed, ulong[] kernel, long[] expected)
    {
        var convolution = new ConvolutionLayerParams
        {
            OutputChannels = 6,
            KernelChannels = 4,
            NGroups = groups,
            IsDeconvolution = transposed,
            KernelSize = { kernel },
            Weights = Network.Floats((int)expected.Aggregate((a, b) => a * b)),
            Bias = Network.Floats(6),
        };
        AssertShapes(new NeuralNetworkLayer { Convolution = convolution }, ("weights", expected), ("bias", [6]));
    }

    [Theory]
    [InlineData(0, false, new long[] { 6, 4, 2, 3, 5 })]
    [InlineData(2, false, new long[] { 6, 2, 2, 3, 5 })]
    [InlineData(2, true, new long[] { 4, 3, 2, 3, 5 })]
    public void Convolution_in_three_dimensions(int groups, bool transposed, long[] expected)
    {
        var convolution = new Convolution3DLayerParams
        {
            OutputChannels = 6,
            InputChannels = 4,
            NGroups = groups,
            KernelDepth = 2,
            KernelHeight = 3,
            KernelWidth = 5,
            IsDeconvolution = transposed,
            Weights = Network.Floats((int)expected.Aggregate((a, b) => a * b)),
            Bias = Network.Floats(6),
        };
        AssertShapes(new NeuralNetworkLayer { Convolution3D = convolution }, ("weights", expected), ("bias", [6]));
    }

    [Fact]
    public void Inner_product() => AssertShapes(
        new NeuralNetworkLayer
        {
            InnerProduct = new InnerProductLayerParams
            {
                OutputChannels = 3,
                InputChannels = 2,
                Weights = Network.Floats(6),
                Bias = Network.Floats(3),
            },
        },
        ("weights", [3, 2]), ("bias", [3]));

    [Fact]
    public void Batched_matrix_product_keeps_columns() => AssertShapes(
        new NeuralNetworkLayer
        {
            BatchedMatmul = new BatchedMatMulLayerParams
            {
                WeightMatrixFirstDimension = 2,
                WeightMatrixSecondDimension = 3,
                Weights = Network.Floats(6),
                Bias = Network.Floats(3),
            },
        },
        ("weights", [3, 2]), ("bias", [3]));

    [Fact]
    public void Embedding()
    {
        AssertShapes(
            new NeuralNetworkLayer
            {
                Embedding = new EmbeddingLayerParams
                {
                    OutputChannels = 3,
                    InputDim = 5,
                    Weights = Network.Floats(15),
                    Bias = Network.Floats(3),
                },
            },
            ("weights", [3, 5]), ("bias", [3]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                EmbeddingND = new EmbeddingNDLayerParams
                {
                    EmbeddingSize = 3,
                    VocabSize = 5,
                    Weights = Network.Floats(15),
                    Bias = Network.Floats(3),
                },
            },
            ("weights", [3, 5]), ("bias", [3]));
    }

    [Fact]
    public void Normalization()
    {
        AssertShapes(
            new NeuralNetworkLayer
            {
                Batchnorm = new BatchnormLayerParams
                {
                    Channels = 4,
                    Gamma = Network.Floats(4),
                    Beta = Network.Floats(4),
                    Mean = Network.Floats(4),
                    Variance = Network.Floats(4),
                },
            },
            ("gamma", [4]), ("beta", [4]), ("mean", [4]), ("variance", [4]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                LayerNormalization = new LayerNormalizationLayerParams
                {
                    NormalizedShape = { 2, 3 },
                    Gamma = Network.Floats(6),
                    Beta = Network.Floats(6),
                },
            },
            ("gamma", [2, 3]), ("beta", [2, 3]));
    }

    [Fact]
    public void Shapes_that_the_layer_spells_out()
    {
        AssertShapes(
            new NeuralNetworkLayer
            {
                Scale = new ScaleLayerParams
                {
                    ShapeScale = { 2, 1, 3 },
                    Scale = Network.Floats(6),
                    ShapeBias = { 2 },
                    Bias = Network.Floats(2),
                },
            },
            ("scale", [2, 1, 3]), ("bias", [2]));
        AssertShapes(
            new NeuralNetworkLayer { Bias = new BiasLayerParams { Shape = { 2, 1, 1 }, Bias = Network.Floats(2) } },
            ("bias", [2, 1, 1]));
        AssertShapes(
            new NeuralNetworkLayer { LoadConstant = new LoadConstantLayerParams { Shape = { 1, 2, 3 }, Data = Network.Floats(6) } },
            ("data", [1, 2, 3]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                LoadConstantND = new LoadConstantNDLayerParams { Shape = { 1, 2, 1, 3 }, Data = Network.Floats(6) },
            },
            ("data", [1, 2, 1, 3]));
    }

    [Fact]
    public void Layers_that_declare_no_shape()
    {
        AssertShapes(
            new NeuralNetworkLayer { Bias = new BiasLayerParams { Bias = Network.Floats(2) } }, ("bias", [2]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                Custom = new CustomLayerParams { Weights = { Network.Floats(2), new WeightParams(), Network.Floats(3) } },
            },
            ("weights[0]", [2]), ("weights[2]", [3]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                Activation = new ActivationParams { PReLU = new ActivationPReLU { Alpha = Network.Floats(4) } },
            },
            ("PReLU.alpha", [4]));
    }

    [Fact]
    public void Recurrent_layers()
    {
        AssertShapes(
            new NeuralNetworkLayer
            {
                SimpleRecurrent = new SimpleRecurrentLayerParams
                {
                    InputVectorSize = 2,
                    OutputVectorSize = 3,
                    WeightMatrix = Network.Floats(6),
                    RecursionMatrix = Network.Floats(9),
                    BiasVector = Network.Floats(3),
                },
            },
            ("weightMatrix", [3, 2]), ("recursionMatrix", [3, 3]), ("biasVector", [3]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                Gru = new GRULayerParams
                {
                    InputVectorSize = 2,
                    OutputVectorSize = 3,
                    UpdateGateWeightMatrix = Network.Floats(6),
                    ResetGateRecursionMatrix = Network.Floats(9),
                    OutputGateBiasVector = Network.Floats(3),
                },
            },
            ("updateGateWeightMatrix", [3, 2]), ("resetGateRecursionMatrix", [3, 3]), ("outputGateBiasVector", [3]));
    }

    [Fact]
    public void Long_short_term_memory()
    {
        var gates = new LSTMWeightParams
        {
            InputGateWeightMatrix = Network.Floats(6),
            BlockInputRecursionMatrix = Network.Floats(9),
            OutputGateBiasVector = Network.Floats(3),
            ForgetGatePeepholeVector = Network.Floats(3),
        };
        AssertShapes(
            new NeuralNetworkLayer
            {
                UniDirectionalLSTM = new UniDirectionalLSTMLayerParams
                {
                    InputVectorSize = 2,
                    OutputVectorSize = 3,
                    Activations =
                    {
                        new ActivationParams(),
                        new ActivationParams { PReLU = new ActivationPReLU { Alpha = Network.Floats(1) } },
                    },
                    WeightParams = gates,
                },
            },
            ("activations[1].PReLU.alpha", [1]),
            ("weightParams.inputGateWeightMatrix", [3, 2]),
            ("weightParams.blockInputRecursionMatrix", [3, 3]),
            ("weightParams.outputGateBiasVector", [3]),
            ("weightParams.forgetGatePeepholeVector", [3]));
        AssertShapes(
            new NeuralNetworkLayer
            {
                BiDirectionalLSTM = new BiDirectionalLSTMLayerParams
                {
                    InputVectorSize = 2,
                    OutputVectorSize = 3,
                    WeightParams = { gates, new LSTMWeightParams { InputGatePeepholeVector = Network.Floats(3) } },
                },
            },
            ("weightParams[0].inputGateWeightMatrix", [3, 2]),
            ("weightParams[0].blockInputRecursionMatrix", [3, 3]),
            ("weightParams[0].outputGateBiasVector", [3]),
            ("weightParams[0].forgetGatePeepholeVector", [3]),
            ("weightParams[1].inputGatePeepholeVector", [3]));
    }

    [Fact]
    public void Packed_weights_fill_the_declared_shape_or_their_bytes()
    {
        var weight = Network.Linear(3, [1, 2, 3, 4, 5, 6], [1]);
        Assert.Equal([3, 2], Network.InnerProduct(weight).Shape);
        Assert.Equal([8], Network.Custom(weight).Shape);
    }
}
