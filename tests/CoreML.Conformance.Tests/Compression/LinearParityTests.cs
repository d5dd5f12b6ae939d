using System.Runtime.InteropServices;
using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>Integers, scales and zero points are those of coremltools, bit for bit.</summary>
public class LinearParityTests
{
    [Fact]
    public void Every_configuration_gives_the_golden_integers_scales_and_zero_points()
    {
        int compared = 0;
        foreach (Parity weight in Parity.All)
        {
            IReadOnlyDictionary<string, NpyArray> golden = weight.Archive("linear");
            foreach (JsonElement configuration in weight.Facts.GetProperty("linear").EnumerateArray())
            {
                weight.Compress(Scheme(configuration), operation => Compare(weight, configuration, golden, operation));
                compared++;
            }
        }
        Assert.Equal(360, compared);
    }

    private static LinearQuantization Scheme(JsonElement configuration)
    {
        LinearQuantization scheme = Quantize.To(configuration.GetProperty("dtype").GetString() switch
        {
            "int8" => ElementType.Int8,
            "uint8" => ElementType.UInt8,
            "int4" => ElementType.Int4,
            _ => ElementType.UInt4,
        });
        scheme = configuration.GetProperty("mode").GetString() == "linear" ? scheme.Asymmetric() : scheme;
        return scheme.PerBlock([.. configuration.GetProperty("block_sizes").EnumerateArray().Select(size => size.GetInt32())]);
    }

    private static void Compare(Parity weight, JsonElement configuration, IReadOnlyDictionary<string, NpyArray> golden, MilOperation operation)
    {
        string key = configuration.GetProperty("key").GetString()!;
        string name = $"{weight.Name} {key}";
        long[] shape = [.. weight.Weight.Shape.Select(size => (long)size)];
        long[] blocks = [.. configuration.GetProperty("scale_shape").EnumerateArray().Select(size => size.GetInt64())];
        var scale = (TensorConstant)operation.Inputs.Find("scale")!.Constant!;
        Assert.Equal(TensorShape.FromSizes(blocks), scale.Shape);
        Assert.Equal(configuration.GetProperty("has_zero_point").GetBoolean(), operation.Inputs.Find("offset") is not null);
        byte[] scales = Parity.Bytes(operation, "scale");
        byte[] goldenScales = golden[key + ".scale"].Bytes;
        // coremltools has no scale where all weights are 0, and divides 0 by 0.
        bool[] comparable = weight.IsHalf
            ? [.. MemoryMarshal.Cast<byte, Half>(goldenScales).ToArray().Select(value => Half.IsFinite(value) && value != Half.Zero)]
            : [.. MemoryMarshal.Cast<byte, float>(goldenScales).ToArray().Select(value => float.IsFinite(value) && value != 0)];
        int width = weight.IsHalf ? 2 : 4;
        byte[]? zeroPoints = operation.Inputs.Find("offset") is null ? null : Parity.Bytes(operation, "offset");
        for (int block = 0; block < comparable.Length; block++)
        {
            if (comparable[block])
            {
                Assert.True(goldenScales.AsSpan(block * width, width).SequenceEqual(scales.AsSpan(block * width, width)), $"{name}: scale of block {block}");
                Assert.True(zeroPoints is null || zeroPoints[block] == golden[key + ".zero_point"].Bytes[block], $"{name}: zero point of block {block}");
            }
        }
        byte[] integers = Parity.Bytes(operation, "data");
        byte[] goldenIntegers = golden[key + ".q"].Bytes;
        for (int i = 0; i < integers.Length; i++)
        {
            if (comparable[Block(i, shape, blocks)] && integers[i] != goldenIntegers[i])
            {
                Assert.Fail($"{name}: element {i} is {integers[i]}, not {goldenIntegers[i]}");
            }
        }
    }

    // The number of the block that an element is in.
    private static long Block(long element, long[] shape, long[] blocks)
    {
        long block = 0;
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            block += element % shape[axis] / (shape[axis] / blocks[axis]) * stride;
            element /= shape[axis];
            stride *= blocks[axis];
        }
        return block;
    }
}
