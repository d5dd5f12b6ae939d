using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Weights that contradict themselves or their layers. They can be listed, and end in a diagnostic.</summary>
public sealed class DamagedWeightTests
{
    private const ulong Huge = 1UL << 62;

    [Fact]
    public void Several_forms()
    {
        WeightParams weight = Network.Floats(6);
        weight.Float16Value = ByteString.CopyFrom(new byte[12]);
        NetworkWeight damaged = Network.InnerProduct(weight);
        Assert.Equal("invalid", damaged.Storage);
        Network.AssertDamaged("CML3101", damaged);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(7)]
    public void Another_number_of_elements_than_declared(int count)
    {
        NetworkWeight weight = Network.InnerProduct(Network.Floats(count));
        Assert.Equal([count], weight.Shape);
        Network.AssertDamaged("CML3102", weight);
        Network.AssertDamaged("CML3102", Network.InnerProduct(Network.Halves(new byte[2 * count])));
        Network.AssertDamaged("CML3102", Network.InnerProduct(Network.Int8(new sbyte[count], 1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Huge)]
    [InlineData(ulong.MaxValue)]
    public void Numbers_of_channels_that_no_weight_has(ulong channels)
    {
        WeightParams[] weights = [Network.Floats(6), Network.Linear(4, new byte[6], [1]), Network.Linear(4, new byte[6], [1, 2])];
        foreach (WeightParams weight in weights)
        {
            var layer = new NeuralNetworkLayer
            {
                Convolution = new ConvolutionLayerParams
                {
                    OutputChannels = channels,
                    KernelChannels = channels,
                    NGroups = channels,
                    Weights = weight,
                },
            };
            foreach (bool transposed in new[] { false, true })
            {
                layer.Convolution.IsDeconvolution = transposed;
                NetworkWeight damaged = Assert.Single(Network.Weights(layer));
                Assert.Equal([6], damaged.Shape);
                bool packed = weight.RawValue.Length > 0 && channels != 0;
                Network.AssertDamaged(packed ? "CML3103" : "CML3102", damaged);
            }
        }
    }

    [Fact]
    public void Products_that_overflow_to_the_right_number()
    {
        // In 64 bits the first product would be 6 and the second 0.
        Network.AssertDamaged("CML3102", Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            LoadConstantND = new LoadConstantNDLayerParams { Shape = { (1UL << 63) + 3, 2 }, Data = Network.Floats(6) },
        })));
        Network.AssertDamaged("CML3103", Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            LoadConstantND = new LoadConstantNDLayerParams
            {
                Shape = { 1UL << 32, 1UL << 32, 6 },
                Data = Network.Linear(8, new byte[6], [1]),
            },
        })));
    }

    [Fact]
    public void Negative_dimensions()
    {
        Network.AssertDamaged("CML3102", Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            LayerNormalization = new LayerNormalizationLayerParams { NormalizedShape = { -2, -3 }, Gamma = Network.Floats(6) },
        })));
        Network.AssertDamaged("CML3102", Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            Convolution3D = new Convolution3DLayerParams
            {
                OutputChannels = -2,
                InputChannels = -3,
                NGroups = -1,
                KernelDepth = 1,
                KernelHeight = 1,
                KernelWidth = 1,
                Weights = Network.Floats(6),
            },
        })));
    }

    [Fact]
    public void Very_many_dimensions_are_told_in_a_few_words()
    {
        NetworkWeight weight = Assert.Single(Network.Weights(new NeuralNetworkLayer
        {
            LoadConstantND = new LoadConstantNDLayerParams { Shape = { Enumerable.Repeat(2UL, 100_000) }, Data = Network.Floats(6) },
        }));
        CoreMLException exception = Assert.Throws<CoreMLException>(weight.Check);
        Assert.InRange(exception.Message.Length, 1, 500);
    }

    [Fact]
    public void Half_an_element() => Network.AssertDamaged("CML3103", Network.Custom(Network.Halves(1, 2, 3)));

    [Fact]
    public void Too_few_packed_bytes() => Network.AssertDamaged("CML3103", Network.InnerProduct(Network.Linear(3, new byte[5], [1])));

    [Fact]
    public void No_quantization()
    {
        WeightParams weight = Network.Linear(8, new byte[6], [1]);
        weight.Quantization = null;
        Assert.Equal("invalid", Network.InnerProduct(weight).Storage);
        Network.AssertDamaged("CML3104", Network.InnerProduct(weight));
        weight.Quantization = new QuantizationParams { NumberOfBits = 8 };
        Assert.Equal("invalid", Network.InnerProduct(weight).Storage);
        Network.AssertDamaged("CML3104", Network.InnerProduct(weight));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(ulong.MaxValue)]
    public void Widths_that_no_packed_weight_has(ulong bits)
    {
        WeightParams weight = Network.Linear(8, new byte[6], [1]);
        weight.Quantization.NumberOfBits = bits;
        Network.AssertDamaged("CML3104", Network.InnerProduct(weight));
    }

    [Fact]
    public void Signed_bytes_take_eight_bits_and_one_scale()
    {
        WeightParams Weight(Action<QuantizationParams> change)
        {
            WeightParams weight = Network.Int8(new sbyte[6], 1);
            change(weight.Quantization);
            return weight;
        }

        Network.AssertDamaged("CML3104", Network.InnerProduct(Weight(q => q.NumberOfBits = 4)));
        Network.AssertDamaged(
            "CML3104", Network.InnerProduct(Weight(q => q.LookupTableQuantization = new LookUpTableQuantizationParams())));
        Network.AssertDamaged("CML3105", Network.InnerProduct(Weight(q => q.LinearQuantization.Scale.Clear())));
        Network.AssertDamaged("CML3105", Network.InnerProduct(Weight(q => q.LinearQuantization.Scale.Add([1, 1]))));
        Network.AssertDamaged("CML3105", Network.InnerProduct(Weight(q => q.LinearQuantization.Bias.Add(1))));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(2, 0)]
    [InlineData(4, 0)]
    [InlineData(6, 0)]
    [InlineData(1, 3)]
    [InlineData(3, 1)]
    public void Numbers_of_scales_and_biases_that_do_not_fit(int scales, int biases) => Network.AssertDamaged(
        "CML3105", Network.InnerProduct(Network.Linear(8, new byte[6], new float[scales], new float[biases])));

    [Fact]
    public void Scales_for_groups_that_do_not_divide_the_inputs()
    {
        var layer = new NeuralNetworkLayer
        {
            Convolution = new ConvolutionLayerParams
            {
                OutputChannels = 8,
                KernelChannels = 2,
                NGroups = 4,
                IsDeconvolution = true,
                KernelSize = { 1, 1 },
                Weights = Network.Linear(8, new byte[4], new float[8]),
            },
        };
        Network.AssertDamaged("CML3105", Assert.Single(Network.Weights(layer)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(5)]
    public void Tables_without_an_entry_for_each_index(int entries) =>
        Network.AssertDamaged("CML3106", Network.InnerProduct(Network.Table(2, new byte[6], new float[entries])));

    [Fact]
    public void More_elements_than_an_array_holds()
    {
        // 64 MiB of single bits stand for 2 GiB of floats.
        WeightParams weight = Network.Linear(1, [0], [1]);
        weight.RawValue = UnsafeByteOperations.UnsafeWrap(new byte[1 << 26]);
        NetworkWeight large = Network.Custom(weight);
        large.Check();
        Assert.Equal("CML3107", Assert.Throws<CoreMLException>(() => large.Decode()).Code);
    }
}
