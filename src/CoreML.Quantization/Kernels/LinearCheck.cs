using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// Decodes quantized weights as Core ML does, <c>scale · (q − zeroPoint)</c> rounded to the weights' type, and compares them with
/// the original ones.
/// </summary>
internal static class LinearCheck
{
    /// <summary>Compares weights that share a scale.</summary>
    /// <param name="quantized">The integers as they are written, one a byte.</param>
    /// <param name="signed">Whether they are signed.</param>
    /// <param name="scale">The scale as it is written.</param>
    /// <param name="zeroPoint">The zero point as it is written.</param>
    /// <param name="half">Whether weights are kept in half precision.</param>
    /// <param name="weights">The original weights.</param>
    /// <param name="errors">Sums up the errors.</param>
    /// <returns>The largest difference; not-a-number or infinite if a decoded weight is.</returns>
    public static float Compare(
        ReadOnlySpan<byte> quantized, bool signed, float scale, float zeroPoint, bool half, ReadOnlySpan<float> weights, ref ErrorAccumulator errors)
    {
        var parameters = new SharedParameters(scale, zeroPoint);
        // What is not 0 is at least as large as the scale, and at most 255 times.
        return !half ? Run<SharedParameters, InSingle, NoDifferences>(quantized, signed, parameters, weights, default, ref errors)
            : scale is >= HalfPrecision.SmallestNormal and < 256 ? Run<SharedParameters, InNormalHalf, NoDifferences>(quantized, signed, parameters, weights, default, ref errors)
            : Run<SharedParameters, InHalf, NoDifferences>(quantized, signed, parameters, weights, default, ref errors);
    }

    /// <summary>Compares weights that have a scale each.</summary>
    /// <param name="quantized">The integers as they are written, one a byte.</param>
    /// <param name="signed">Whether they are signed.</param>
    /// <param name="scales">The scale of each.</param>
    /// <param name="zeroPoints">The zero point of each.</param>
    /// <param name="half">Whether weights are kept in half precision.</param>
    /// <param name="weights">The original weights.</param>
    /// <param name="errors">Sums up the errors.</param>
    /// <param name="differences">Takes the magnitude of each difference.</param>
    /// <returns>The largest difference.</returns>
    public static float Compare(
        ReadOnlySpan<byte> quantized, bool signed, ReadOnlySpan<float> scales, ReadOnlySpan<float> zeroPoints, bool half,
        ReadOnlySpan<float> weights, Span<float> differences, ref ErrorAccumulator errors)
    {
        var parameters = new OwnParameters(scales, zeroPoints);
        return half
            ? Run<OwnParameters, InHalf, Differences>(quantized, signed, parameters, weights, new Differences(differences), ref errors)
            : Run<OwnParameters, InSingle, Differences>(quantized, signed, parameters, weights, new Differences(differences), ref errors);
    }

    private static float Run<TParameters, TPrecision, TDifferences>(
        ReadOnlySpan<byte> quantized, bool signed, TParameters parameters, ReadOnlySpan<float> weights,
        TDifferences differences, ref ErrorAccumulator errors)
        where TPrecision : struct, IPrecision
        where TParameters : struct, ILinearParameters, allows ref struct
        where TDifferences : struct, IDifferences, allows ref struct
    {
        quantized = quantized[..weights.Length];
        ref float source = ref MemoryMarshal.GetReference(weights);
        ref byte integers = ref MemoryMarshal.GetReference(quantized);
        // Magnitudes are ordered like their bits, not-a-number last.
        Vector256<uint> worst = Vector256<uint>.Zero;
        // Kept in registers: adding to memory takes as long as all the rest.
        Vector256<float> signal = Vector256<float>.Zero;
        Vector256<float> noise = Vector256<float>.Zero;
        int i = 0;
        for (; i <= weights.Length - 8; i += 8)
        {
            Vector128<ulong> eight = Vector128.CreateScalar(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref integers, i)));
            Vector256<int> wide = signed
                ? Vector256.WidenLower(Vector128.WidenLower(eight.AsSByte()).ToVector256Unsafe())
                : Vector256.WidenLower(Vector128.WidenLower(eight.AsByte()).ToVector256Unsafe()).AsInt32();
            Vector256<float> decoded = TPrecision.Round(
                parameters.ScalesAt(i) * (Vector256.ConvertToSingle(wide) - parameters.ZeroPointsAt(i)));
            Vector256<float> weight = Vector256.LoadUnsafe(ref source, (nuint)i);
            Vector256<float> difference = Vector256.Abs(weight - decoded);
            differences.Put(i, difference);
            worst = Vector256.Max(worst, difference.AsUInt32());
            signal += weight * weight;
            noise += difference * difference;
        }
        errors.Add(signal, noise);
        float largest = BitConverter.UInt32BitsToSingle(Largest(worst));
        for (; i < weights.Length; i++)
        {
            float decoded = parameters.ScaleAt(i) * ((signed ? (sbyte)quantized[i] : quantized[i]) - parameters.ZeroPointAt(i));
            float difference = MathF.Abs(weights[i] - (TPrecision.IsHalf ? (float)(Half)decoded : decoded));
            differences.Put(i, difference);
            largest = Math.Max(largest, difference);
            errors.Add(weights[i], difference);
        }
        return largest;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Largest(Vector256<uint> value)
    {
        Vector128<uint> largest = Vector128.Max(value.GetLower(), value.GetUpper());
        largest = Vector128.Max(largest, Vector128.Shuffle(largest, Vector128.Create(2u, 3, 0, 1)));
        return Math.Max(largest[0], largest[1]);
    }

    private interface IDifferences
    {
        void Put(int index, Vector256<float> differences);

        void Put(int index, float difference);
    }

    private readonly struct NoDifferences : IDifferences
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<float> differences)
        {
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, float difference)
        {
        }
    }

    private readonly ref struct Differences(Span<float> destination) : IDifferences
    {
        private readonly Span<float> _destination = destination;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, Vector256<float> differences) =>
            differences.StoreUnsafe(ref MemoryMarshal.GetReference(_destination), (nuint)index);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Put(int index, float difference) => _destination[index] = difference;
    }
}
