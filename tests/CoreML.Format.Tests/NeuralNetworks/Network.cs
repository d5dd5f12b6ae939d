using System.Runtime.InteropServices;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Small neural networks and weights of every form.</summary>
internal static class Network
{
    public static Model Of(params NeuralNetworkLayer[] layers) => new() { NeuralNetwork = new NeuralNetwork { Layers = { layers } } };

    public static IReadOnlyList<NetworkWeight> Weights(params NeuralNetworkLayer[] layers) => NetworkWeights.Enumerate(Of(layers), "");

    /// <summary>The weight of a layer that says nothing about its weights.</summary>
    public static NetworkWeight Custom(WeightParams weight) =>
        Assert.Single(Weights(new NeuralNetworkLayer { Custom = new CustomLayerParams { Weights = { weight } } }));

    /// <summary>The weights of a product of a matrix of 3 × 2 and a vector.</summary>
    public static NetworkWeight InnerProduct(WeightParams weight) => Assert.Single(Weights(new NeuralNetworkLayer
    {
        InnerProduct = new InnerProductLayerParams { OutputChannels = 3, InputChannels = 2, Weights = weight },
    }));

    /// <summary>The numbers 0, 1, 2, … in single precision.</summary>
    public static WeightParams Floats(int count) => new() { FloatValue = { Enumerable.Range(0, count).Select(i => (float)i) } };

    public static WeightParams Halves(params byte[] bytes) => new() { Float16Value = ByteString.CopyFrom(bytes) };

    public static WeightParams Linear(int bits, byte[] values, float[] scales, params float[] biases) => new()
    {
        RawValue = ByteString.CopyFrom(Pack(bits, values)),
        Quantization = new QuantizationParams
        {
            NumberOfBits = (ulong)bits,
            LinearQuantization = new LinearQuantizationParams { Scale = { scales }, Bias = { biases } },
        },
    };

    public static WeightParams Table(int bits, byte[] indices, params float[] table) => new()
    {
        RawValue = ByteString.CopyFrom(Pack(bits, indices)),
        Quantization = new QuantizationParams
        {
            NumberOfBits = (ulong)bits,
            LookupTableQuantization = new LookUpTableQuantizationParams { FloatValue = { table } },
        },
    };

    public static WeightParams Int8(sbyte[] values, params float[] scales) => new()
    {
        Int8RawValue = ByteString.CopyFrom(MemoryMarshal.AsBytes<sbyte>(values)),
        Quantization = new QuantizationParams
        {
            NumberOfBits = 8,
            LinearQuantization = new LinearQuantizationParams { Scale = { scales } },
        },
    };

    /// <summary>Packs values bit by bit from the most significant bit downward.</summary>
    public static byte[] Pack(int bits, ReadOnlySpan<byte> values)
    {
        var packed = new byte[(values.Length * bits + 7) / 8];
        int position = 0;
        foreach (byte value in values)
        {
            for (int bit = bits - 1; bit >= 0; bit--, position++)
            {
                packed[position / 8] |= (byte)((value >> bit & 1) << (7 - position % 8));
            }
        }
        return packed;
    }

    public static float[] Decode(ModelWeight weight)
    {
        Assert.Equal(ElementType.Float32, weight.ElementType);
        return MemoryMarshal.Cast<byte, float>(weight.Decode().Span).ToArray();
    }

    /// <summary>Both the check and the decoding must find the same fault.</summary>
    public static void AssertDamaged(string code, NetworkWeight weight)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(weight.Check);
        Assert.Equal(code, exception.Code);
        Assert.Equal(weight.Path, exception.Diagnostics[0].Path);
        Assert.Equal(code, Assert.Throws<CoreMLException>(() => weight.Decode()).Code);
    }
}
