using System.Numerics;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Builder;

public sealed partial class Weights
{
    /// <summary>Quantizes numbers: rounds them to the nearest of 2ⁿ evenly spaced ones between the smallest and the largest of
    /// their channel. Specification version 3.</summary>
    /// <param name="values">The numbers, finite; those of a channel stand together.</param>
    /// <param name="bits">How many bits a number takes, 1 to 8.</param>
    /// <param name="channels">The number of channels with a scale of their own, the first axis of the layer's weights; 1 for one scale.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There are no numbers, <paramref name="channels"/> does not divide them, one is not finite, or
    /// there is no such number of bits.</exception>
    public static Weights Quantized(ReadOnlySpan<float> values, int bits = 8, int channels = 1)
    {
        CheckBits(bits);
        NotEmpty(values.Length);
        if (channels < 1 || values.Length % channels != 0)
        {
            throw new ArgumentException($"{values.Length} numbers cannot be divided into {channels} channels.", nameof(channels));
        }
        int length = values.Length / channels;
        int levels = (1 << bits) - 1;
        var integers = new byte[values.Length];
        var scales = new float[channels];
        var biases = new float[channels];
        for (int c = 0; c < channels; c++)
        {
            ReadOnlySpan<float> channel = values.Slice(c * length, length);
            (float least, float most) = (TensorPrimitives.Min(channel), TensorPrimitives.Max(channel));
            if (!float.IsFinite(least) || !float.IsFinite(most))
            {
                throw new ArgumentException("A number is not finite.", nameof(values));
            }
            // Equal numbers need no steps; a scale of 1 keeps the quotient a number.
            float scale = most > least ? (float)(((double)most - least) / levels) : 1;
            (scales[c], biases[c]) = (scale, least);
            for (int i = 0; i < length; i++)
            {
                integers[c * length + i] = (byte)Math.Clamp(MathF.Round((channel[i] - least) / scale), 0, levels);
            }
        }
        return Linear(integers, bits, scales, biases);
    }

    /// <summary>Keeps integers that stand for <c>integer · scale + bias</c>. Specification version 3.</summary>
    /// <param name="integers">The integers, each below 2ⁿ.</param>
    /// <param name="bits">How many bits an integer takes, 1 to 8.</param>
    /// <param name="scales">One scale, or one for each channel.</param>
    /// <param name="biases">As many biases, or none for 0.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">A list is empty, lists do not fit each other, or an integer takes more bits.</exception>
    public static Weights Linear(ReadOnlySpan<byte> integers, int bits, ReadOnlySpan<float> scales, ReadOnlySpan<float> biases = default)
    {
        if (scales.IsEmpty || (!biases.IsEmpty && biases.Length != scales.Length))
        {
            throw new ArgumentException($"{biases.Length} biases do not fit {scales.Length} scales.", nameof(biases));
        }
        var quantization = new LinearQuantizationParams { Scale = { scales.ToArray() }, Bias = { biases.ToArray() } };
        return Packed(integers, bits, new QuantizationParams { NumberOfBits = (ulong)bits, LinearQuantization = quantization });
    }

    /// <summary>Keeps positions in a table of numbers. Specification version 3.</summary>
    /// <param name="indices">The position of each number.</param>
    /// <param name="table">The numbers: 2, 4, 8, … 256 of them. Their count says how many bits a position takes.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There are no positions, a position is not in the table, or the table has another size.</exception>
    public static Weights LookupTable(ReadOnlySpan<byte> indices, ReadOnlySpan<float> table)
    {
        if (table.Length is < 2 or > 256 || !BitOperations.IsPow2(table.Length))
        {
            throw new ArgumentException($"A table has 2, 4, 8, … 256 entries, not {table.Length}.", nameof(table));
        }
        int bits = BitOperations.Log2((uint)table.Length);
        var quantization = new LookUpTableQuantizationParams { FloatValue = { table.ToArray() } };
        return Packed(indices, bits, new QuantizationParams { NumberOfBits = (ulong)bits, LookupTableQuantization = quantization });
    }

    /// <summary>Keeps signed integers for layers that multiply in integers. Specification version 5.</summary>
    /// <param name="integers">The integers.</param>
    /// <param name="scale">What each is multiplied by.</param>
    /// <returns>The weights.</returns>
    /// <exception cref="ArgumentException">There are no integers.</exception>
    public static Weights Int8(ReadOnlySpan<sbyte> integers, float scale)
    {
        NotEmpty(integers.Length);
        return new(
            new WeightParams
            {
                Int8RawValue = ByteString.CopyFrom(MemoryMarshal.AsBytes(integers)),
                Quantization = new QuantizationParams { NumberOfBits = 8, LinearQuantization = new LinearQuantizationParams { Scale = { scale } } },
            },
            integers.Length);
    }

    private static Weights Packed(ReadOnlySpan<byte> integers, int bits, QuantizationParams quantization)
    {
        CheckBits(bits);
        NotEmpty(integers.Length);
        if (bits < 8 && integers.ContainsAnyExceptInRange((byte)0, (byte)((1 << bits) - 1)))
        {
            throw new ArgumentException($"An integer takes more than {bits} bits.", nameof(integers));
        }
        return new(
            new WeightParams { RawValue = UnsafeByteOperations.UnsafeWrap(BitPacking.PackHighFirst(integers, bits)), Quantization = quantization },
            integers.Length);
    }

    private static void CheckBits(int bits)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 8);
    }
}
