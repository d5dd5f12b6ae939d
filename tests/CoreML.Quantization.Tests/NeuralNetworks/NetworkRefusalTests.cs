using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

public class NetworkRefusalTests
{
    private static readonly CompressionOptions Everything = new() { WeightThreshold = 0, Strict = true };

    public static TheoryData<CompressionScheme> Foreign =>
    [
        Prune.Magnitude(0.5),
        Prune.Magnitude(0.5).Then(Quantize.Int8()),
        Quantize.Int8().PerBlock(8),
        Quantize.Int8().PerChannel(1),
        Palettize.Bits(4).PerGroupedChannel(2),
        Palettize.Bits(4).Vectors(2),
        Palettize.Bits(4).WithPerChannelScale(),
        Palettize.Bits(4).WithQuantizedTable(),
    ];

    [Theory]
    [MemberData(nameof(Foreign))]
    public void What_networks_cannot_keep_is_told_and_an_error_if_strict(CompressionScheme scheme)
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(WeightFixture.Random(100, seed: 3), 10));
        var options = new CompressionOptions { Default = scheme, WeightThreshold = 50 };
        using CoreMLModel result = model.Compress(out CompressionReport report, options);
        Assert.True(model.Specification.Equals(result.Specification));
        Assert.All(report.Weights, weight => Assert.NotNull(weight.Reason));
        Diagnostic found = Assert.Single(Assert.Throws<CoreMLException>(() => model.Compress(options with { Strict = true })).Diagnostics);
        Assert.Equal(("CML5004", report.Weights[0].Reason), (found.Code, found.Found));
    }

    [Fact]
    public void Layers_that_need_floating_point_keep_it()
    {
        NeuralNetworkLayer training = NetworkFixture.InnerProduct(WeightFixture.Random(100, seed: 3), 10);
        training.IsUpdatable = true;
        using CoreMLModel model = NetworkFixture.Model(
            training,
            new() { Name = "norm", LayerNormalization = new() { NormalizedShape = { 5 }, Gamma = NetworkFixture.Random(5), Beta = NetworkFixture.Random(5) } },
            new() { Name = "conv3d", Convolution3D = new() { OutputChannels = 1, InputChannels = 1, KernelDepth = 2, KernelHeight = 2, KernelWidth = 2, Weights = NetworkFixture.Random(8) } });
        using CoreMLModel result = model.Compress(out CompressionReport report, Everything with { Strict = false });
        Assert.True(model.Specification.Equals(result.Specification));
        Assert.Equal(5, Assert.Throws<CoreMLException>(() => model.Compress(Everything)).Diagnostics.Count);
        Assert.Contains("updatable", report.Weights[0].Reason, StringComparison.Ordinal);
        Assert.Contains("layerNormalization", report.Weights[2].Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Products_of_bytes_need_exact_shapes()
    {
        using CoreMLModel model = NetworkFixture.Model(NetworkFixture.InnerProduct(WeightFixture.Random(100, seed: 3), 10));
        model.Specification.NeuralNetwork.ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping;
        Diagnostic found = Assert.Single(Assert.Throws<CoreMLException>(
            () => model.Compress(Everything with { Default = QuantizeNetwork.Int8Products() })).Diagnostics);
        Assert.Equal("CML5004", found.Code);
        Assert.Contains("EXACT_ARRAY_MAPPING", found.Found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void Widths_that_do_not_exist_are_refused(int bits)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantizeNetwork.Linear(bits));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantizeNetwork.KMeans(bits));
        Assert.Throws<ArgumentOutOfRangeException>(() => QuantizeNetwork.LinearSymmetric(Math.Max(1, bits)));
        Assert.Throws<InvalidOperationException>(() => QuantizeNetwork.KMeans(4).PerChannel());
    }

    [Fact]
    public void Programs_refuse_schemes_of_networks()
    {
        using var fixture = new WeightFixture();
        using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 4), half: true));
        using CoreMLModel same = model.Compress(out CompressionReport report, new CompressionOptions { Default = QuantizeNetwork.Linear(5) });
        Assert.Contains("for neural networks", Assert.Single(report.Weights).Reason, StringComparison.Ordinal);
    }
}
