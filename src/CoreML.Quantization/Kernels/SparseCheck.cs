using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>The check of pruned weights in half precision: each is the original one, bit by bit, or zero.</summary>
internal static class SparseCheck
{
    /// <summary>Sums up the errors.</summary>
    /// <param name="decoded">The bits of the decoded weights.</param>
    /// <param name="weights">The bits of the original weights, which are finite.</param>
    /// <param name="errors">Sums up the errors.</param>
    /// <returns>Number of decoded weights that are neither the original one nor zero; with some, the errors say nothing.</returns>
    public static int Compare(ReadOnlySpan<ushort> decoded, ReadOnlySpan<ushort> weights, ref ErrorAccumulator errors)
    {
        decoded = decoded[..weights.Length];
        ref ushort original = ref MemoryMarshal.GetReference(weights);
        ref ushort result = ref MemoryMarshal.GetReference(decoded);
        Vector256<ushort> worst = Vector256<ushort>.Zero;
        Vector256<ushort> meant = Vector256<ushort>.AllBitsSet;
        Vector256<float> signal = Vector256<float>.Zero;
        Vector256<float> noise = Vector256<float>.Zero;
        int i = 0;
        for (; i <= weights.Length - 16; i += 16)
        {
            Vector256<ushort> weight = Vector256.LoadUnsafe(ref original, (nuint)i);
            Vector256<ushort> value = Vector256.LoadUnsafe(ref result, (nuint)i);
            Vector256<ushort> same = Vector256.Equals(weight, value);
            meant &= same | Vector256.Equals(value, Vector256<ushort>.Zero);
            // Finite halves have the order of their bits.
            Vector256<ushort> lost = Vector256.AndNot(weight & Vector256.Create(HalfPrecision.Magnitude), same);
            worst = Vector256.Max(worst, lost);
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(weight);
            (Vector256<uint> lostLow, Vector256<uint> lostHigh) = Vector256.Widen(lost);
            signal += Square(low) + Square(high);
            noise += Square(lostLow) + Square(lostHigh);
        }
        errors.Add(signal, noise);
        int count = meant == Vector256<ushort>.AllBitsSet ? 0 : CountOthers(decoded[..i], weights[..i]);
        count += CountOthers(decoded[i..], weights[i..]);
        ushort largest = 0;
        for (int lane = 0; lane < Vector256<ushort>.Count; lane++)
        {
            largest = Math.Max(largest, worst[lane]);
        }
        for (; i < weights.Length; i++)
        {
            ushort lost = (ushort)(weights[i] == decoded[i] ? 0 : weights[i] & HalfPrecision.Magnitude);
            largest = Math.Max(largest, lost);
            errors.Add((float)BitConverter.UInt16BitsToHalf(weights[i]), (float)BitConverter.UInt16BitsToHalf(lost));
        }
        errors.Flush((float)BitConverter.UInt16BitsToHalf(largest));
        return count;
    }

    private static Vector256<float> Square(Vector256<uint> half)
    {
        Vector256<float> value = HalfPrecision.Widen(half);
        return value * value;
    }

    private static int CountOthers(ReadOnlySpan<ushort> decoded, ReadOnlySpan<ushort> weights)
    {
        int count = 0;
        for (int i = 0; i < weights.Length; i++)
        {
            count += decoded[i] == weights[i] || decoded[i] == 0 ? 0 : 1;
        }
        return count;
    }
}
