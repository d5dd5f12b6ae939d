using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>Compares decoded weights with the original ones.</summary>
internal static class DenseCheck
{
    /// <summary>Sums up the errors.</summary>
    /// <param name="decoded">The decoded weights.</param>
    /// <param name="weights">The original weights.</param>
    /// <param name="errors">Sums up the errors.</param>
    /// <returns>Number of decoded weights that are neither the original one nor zero.</returns>
    public static int Compare(ReadOnlySpan<float> decoded, ReadOnlySpan<float> weights, ref ErrorAccumulator errors)
    {
        decoded = decoded[..weights.Length];
        Vector256<uint> worst = Vector256<uint>.Zero;
        Vector256<float> signal = Vector256<float>.Zero;
        Vector256<float> noise = Vector256<float>.Zero;
        Vector256<int> others = Vector256<int>.Zero;
        int i = 0;
        for (; i <= weights.Length - 8; i += 8)
        {
            Vector256<float> weight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i);
            Vector256<float> value = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(decoded), (nuint)i);
            Vector256<float> difference = Vector256.Abs(weight - value);
            Vector256<float> meant = Vector256.Equals(weight, value) | Vector256.Equals(value, Vector256<float>.Zero);
            others += meant.AsInt32() + Vector256<int>.One;
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
        int count = Vector256.Sum(others);
        for (; i < weights.Length; i++)
        {
            float difference = MathF.Abs(weights[i] - decoded[i]);
            largest = Math.Max(largest, BitConverter.SingleToUInt32Bits(difference));
            count += decoded[i] == weights[i] || decoded[i] == 0 ? 0 : 1;
            errors.Add(weights[i], difference);
        }
        errors.Flush(BitConverter.UInt32BitsToSingle(largest));
        return count;
    }
}
