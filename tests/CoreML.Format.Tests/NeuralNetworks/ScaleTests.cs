using CoreML.Specification;

namespace CoreML.Format.Tests;

/// <summary>Which elements share a scale. The elements are all 1, so the decoded weights show the scales.</summary>
public sealed class ScaleTests
{
    private static WeightParams Ones(int count, params float[] scales) =>
        Network.Linear(8, [.. Enumerable.Repeat((byte)1, count)], scales);

    private static float[] Scales(NeuralNetworkLayer layer) => Network.Decode(Assert.Single(Network.Weights(layer)));

    private static NeuralNetworkLayer Convolution(
        ulong outputs, ulong kernelChannels, ulong groups, bool transposed, ulong width, WeightParams weights) => new()
        {
            Convolution = new ConvolutionLayerParams
            {
                OutputChannels = outputs,
                KernelChannels = kernelChannels,
                NGroups = groups,
                IsDeconvolution = transposed,
                KernelSize = { 1, width },
                Weights = weights,
            },
        };

    [Fact]
    public void Outputs_of_a_convolution_are_its_first_axis() =>
        Assert.Equal([1, 1, 1, 1, 2, 2, 2, 2], Scales(Convolution(2, 2, 1, false, 2, Ones(8, 1, 2))));

    [Fact]
    public void Outputs_of_a_deconvolution_are_its_second_axis() =>
        Assert.Equal([1, 1, 2, 2, 1, 1, 2, 2], Scales(Convolution(2, 2, 1, true, 2, Ones(8, 1, 2))));

    [Fact]
    public void Long_runs_are_scaled_as_short_ones()
    {
        float[] row = [.. Enumerable.Repeat(1f, 5000), .. Enumerable.Repeat(2f, 5000)];
        Assert.Equal([.. row, .. row, .. row], Scales(Convolution(2, 3, 1, true, 5000, Ones(30000, 1, 2))));
    }

    [Fact]
    public void Groups_of_a_deconvolution_share_scales_or_have_their_own()
    {
        Assert.Equal([1, 2, 1, 2, 1, 2, 1, 2], Scales(Convolution(4, 4, 2, true, 1, Ones(8, 1, 2))));
        Assert.Equal([1, 2, 1, 2, 3, 4, 3, 4], Scales(Convolution(4, 4, 2, true, 1, Ones(8, 1, 2, 3, 4))));
    }

    [Fact]
    public void Outputs_of_a_matrix_are_its_rows() =>
        Assert.Equal([1, 1, 2, 2, 3, 3], Network.Decode(Network.InnerProduct(Ones(6, 1, 2, 3))));

    [Fact]
    public void Each_gate_of_a_recurrent_layer_has_its_own()
    {
        IReadOnlyList<NetworkWeight> weights = Network.Weights(new NeuralNetworkLayer
        {
            Gru = new GRULayerParams
            {
                InputVectorSize = 2,
                OutputVectorSize = 2,
                UpdateGateWeightMatrix = Ones(4, 1, 2),
                ResetGateRecursionMatrix = Ones(4, 3, 4),
                OutputGateBiasVector = Ones(2, 5),
            },
        });
        Assert.Equal([1, 1, 2, 2], Network.Decode(weights[0]));
        Assert.Equal([3, 3, 4, 4], Network.Decode(weights[1]));
        Assert.Equal([5, 5], Network.Decode(weights[2]));
    }

    [Fact]
    public void Three_listed_dimensions_have_channels()
    {
        var shape = new ulong[] { 2, 1, 2 };
        float[] expected = [1, 1, 2, 2];
        Assert.Equal(expected, Scales(new() { Bias = new BiasLayerParams { Shape = { shape }, Bias = Ones(4, 1, 2) } }));
        Assert.Equal(expected, Scales(new() { Scale = new ScaleLayerParams { ShapeScale = { shape }, Scale = Ones(4, 1, 2) } }));
        Assert.Equal(expected, Scales(new() { LoadConstant = new LoadConstantLayerParams { Shape = { shape }, Data = Ones(4, 1, 2) } }));
    }

    [Fact]
    public void Everything_else_has_one()
    {
        WeightParams two = Ones(2, 1, 2);
        NeuralNetworkLayer[] layers =
        [
            new() { InnerProduct = new InnerProductLayerParams { OutputChannels = 2, Bias = two } },
            new() { Batchnorm = new BatchnormLayerParams { Channels = 2, Gamma = two } },
            new() { Bias = new BiasLayerParams { Shape = { 2 }, Bias = two } },
            new() { LoadConstantND = new LoadConstantNDLayerParams { Shape = { 2, 1, 1 }, Data = two } },
            new() { LayerNormalization = new LayerNormalizationLayerParams { NormalizedShape = { 2 }, Gamma = two } },
            new() { Custom = new CustomLayerParams { Weights = { two } } },
        ];
        Assert.All(layers, layer => Network.AssertDamaged("CML3105", Assert.Single(Network.Weights(layer))));
    }
}
