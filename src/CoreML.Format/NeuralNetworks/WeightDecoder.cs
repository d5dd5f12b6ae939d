using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format;

/// <summary>Decodes weights of neural networks that have been checked.</summary>
internal static class WeightDecoder
{
    // Eight elements of any width fill whole bytes, so each chunk begins at a byte.
    private const int ChunkElements = 4096;

    // A call of a vector kernel is worth its cost for runs at least this long.
    private const int LongRun = 16;

    /// <summary>Decodes a weight of any form.</summary>
    /// <param name="weight">A weight in which <see cref="WeightCheck"/> finds nothing wrong.</param>
    /// <param name="count">Its number of elements.</param>
    /// <param name="layout">Says which scale belongs to which element.</param>
    /// <param name="path">Where the weight is.</param>
    /// <returns>Half precision for a weight that is kept so, else single precision.</returns>
    /// <exception cref="CoreMLException">CML3107.</exception>
    public static ReadOnlyMemory<byte> Decode(WeightParams weight, long count, WeightLayout layout, string path)
    {
        WeightForm form = WeightForms.Of(weight);
        if (form == WeightForm.Float16)
        {
            return weight.Float16Value.Memory;
        }
        if (count > Array.MaxLength / sizeof(float))
        {
            throw FormatDiagnostics.NetworkWeightTooLarge.Error(
                path: path, expected: $"at most {Array.MaxLength / sizeof(float)} elements", found: $"{count} elements");
        }
        byte[] decoded = GC.AllocateUninitializedArray<byte>((int)count * sizeof(float));
        Span<float> values = MemoryMarshal.Cast<byte, float>(decoded.AsSpan());
        if (form == WeightForm.Float32)
        {
            UnsafeCollectionOperations.AsSpan(weight.FloatValue).CopyTo(values);
        }
        else if (form == WeightForm.Int8)
        {
            TensorPrimitives.ConvertTruncating(MemoryMarshal.Cast<byte, sbyte>(weight.Int8RawValue.Span), values);
            TensorPrimitives.Multiply(values, weight.Quantization.LinearQuantization.Scale[0], values);
        }
        else
        {
            Unpack(weight, layout, values);
        }
        return decoded;
    }

    private static void Unpack(WeightParams weight, WeightLayout layout, Span<float> values)
    {
        int bits = (int)weight.Quantization.NumberOfBits;
        ReadOnlySpan<float> table = default, scales = default, biases = default;
        ScaleMap map = default;
        if (weight.Quantization.LookupTableQuantization is { } lookup)
        {
            table = UnsafeCollectionOperations.AsSpan(lookup.FloatValue);
        }
        else
        {
            scales = UnsafeCollectionOperations.AsSpan(weight.Quantization.LinearQuantization.Scale);
            biases = UnsafeCollectionOperations.AsSpan(weight.Quantization.LinearQuantization.Bias);
            map = layout.Scales(values.Length, scales.Length)!.Value;
        }
        Span<byte> chunk = stackalloc byte[ChunkElements];
        for (int first = 0; first < values.Length; first += ChunkElements)
        {
            Span<byte> integers = chunk[..Math.Min(ChunkElements, values.Length - first)];
            Span<float> part = values.Slice(first, integers.Length);
            BitPacking.UnpackHighFirst(weight.RawValue.Span[(int)((long)first * bits / 8)..], bits, integers);
            if (table.IsEmpty)
            {
                TensorPrimitives.ConvertTruncating<byte, float>(integers, part);
                Scale(map, first, scales, biases, part);
            }
            else
            {
                LookUp(table, integers, part);
            }
        }
    }

    private static void LookUp(ReadOnlySpan<float> table, ReadOnlySpan<byte> indices, Span<float> values)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            values[i] = table[indices[i]];
        }
    }

    // The product is rounded before the sum is, as coremltools does it.
    private static void Scale(
        ScaleMap map, long first, ReadOnlySpan<float> scales, ReadOnlySpan<float> biases, Span<float> values)
    {
        while (!values.IsEmpty)
        {
            Span<float> run = values[..(int)Math.Min(map.Run - first % map.Run, values.Length)];
            int channel = map[first];
            float scale = scales[channel];
            float bias = biases.IsEmpty ? 0 : biases[channel];
            if (run.Length < LongRun)
            {
                foreach (ref float value in run)
                {
                    value = value * scale + bias;
                }
            }
            else
            {
                TensorPrimitives.Multiply(run, scale, run);
                TensorPrimitives.Add(run, bias, run);
            }
            first += run.Length;
            values = values[run.Length..];
        }
    }
}
