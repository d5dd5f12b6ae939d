using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CoreML.Quantization;

/// <summary>Kernels of palettization that are not about clusters.</summary>
internal static class TableKernel
{
    /// <summary>
    /// Index of the nearest of <c>steps + 1</c> numbers at equal distances:
    /// <c>round((w − min) / (max − min) · steps)</c>, half-way cases to the even number, every step rounded to the weights' type as
    /// coremltools does; 0 if all weights are equal.
    /// </summary>
    public static void EqualSteps(ReadOnlySpan<float> weights, float min, float max, int steps, bool half, Span<byte> indices)
    {
        float range = half ? (float)(Half)(max - min) : max - min;
        indices = indices[..weights.Length];
        if (range == 0)
        {
            indices.Clear();
            return;
        }
        int i = 0;
        if (half && float.IsFinite(range))
        {
            for (; i <= weights.Length - 8; i += 8)
            {
                Vector256<float> weight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i);
                Vector256<float> share = HalfPrecision.Round(HalfPrecision.Round(weight - Vector256.Create(min)) / Vector256.Create(range));
                Vector256<int> index = Vector256.ConvertToInt32Native(Vector256.Round(HalfPrecision.Round(share * Vector256.Create((float)steps))));
                Vector128<short> narrow = Vector128.Narrow(index.GetLower(), index.GetUpper());
                Unsafe.WriteUnaligned(ref indices[i], Vector128.Narrow(narrow, narrow).AsUInt64()[0]);
            }
        }
        for (; i < weights.Length; i++)
        {
            indices[i] = EqualSteps(weights[i], min, max, range, steps, half);
        }
    }

    /// <summary>The definition, for one weight; the vector path is tested against it.</summary>
    public static byte EqualSteps(float weight, float min, float max, float range, int steps, bool half)
    {
        if (!float.IsFinite(range))
        {
            // A range that the type cannot hold: coremltools has no result there.
            return (byte)Math.Clamp(Math.Round(((double)weight - min) / ((double)max - min) * steps, MidpointRounding.ToEven), 0, steps);
        }
        float share = Round(Round(Round(weight - min, half) / range, half) * steps, half);
        return (byte)Math.Clamp(MathF.Round(share, MidpointRounding.ToEven), 0, steps);
    }

    private static float Round(float value, bool half) => half ? (float)(Half)value : value;

    /// <summary>Compares what indices stand for with the original weights.</summary>
    /// <param name="indices">The indices as they are written, one a byte.</param>
    /// <param name="table">The table as it is written.</param>
    /// <param name="weights">The original weights.</param>
    /// <param name="errors">Sums up the errors.</param>
    /// <returns>The largest difference.</returns>
    public static float Compare(ReadOnlySpan<byte> indices, ReadOnlySpan<float> table, ReadOnlySpan<float> weights, ref ErrorAccumulator errors)
    {
        indices = indices[..weights.Length];
        Vector256<uint> worst = Vector256<uint>.Zero;
        Vector256<float> signal = Vector256<float>.Zero;
        Vector256<float> noise = Vector256<float>.Zero;
        int i = 0;
        for (; i <= weights.Length - 8; i += 8)
        {
            Vector256<float> decoded = Look(table, Unsafe.ReadUnaligned<ulong>(ref Unsafe.AsRef(in indices[i])));
            Vector256<float> weight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i);
            Vector256<float> difference = Vector256.Abs(weight - decoded);
            worst = Vector256.Max(worst, difference.AsUInt32());
            signal += weight * weight;
            noise += difference * difference;
        }
        errors.Add(signal, noise);
        uint largest = 0;
        for (int lane = 0; lane < Vector256<uint>.Count; lane++)
        {
            largest = Math.Max(largest, worst[lane]);
        }
        for (; i < weights.Length; i++)
        {
            float difference = MathF.Abs(weights[i] - table[indices[i]]);
            largest = Math.Max(largest, BitConverter.SingleToUInt32Bits(difference));
            errors.Add(weights[i], difference);
        }
        return BitConverter.UInt32BitsToSingle(largest);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe Vector256<float> Look(ReadOnlySpan<float> table, ulong indices)
    {
        if (Avx2.IsSupported && table.Length == 256)
        {
            Vector256<int> wide = Avx2.ConvertToVector256Int32(Vector128.CreateScalar(indices).AsByte());
            fixed (float* entries = table)
            {
                return Avx2.GatherVector256(entries, wide, sizeof(float));
            }
        }
        return Vector256.Create(
            table[(byte)indices], table[(byte)(indices >> 8)], table[(byte)(indices >> 16)], table[(byte)(indices >> 24)],
            table[(byte)(indices >> 32)], table[(byte)(indices >> 40)], table[(byte)(indices >> 48)], table[(byte)(indices >> 56)]);
    }
}
