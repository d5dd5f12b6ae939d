using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// <c>q = clip(round(w / scale) + zeroPoint, lowest, highest)</c>, half-way cases to the even number. For half-precision weights
/// the quotient is first rounded to half precision, as arithmetic in that type would. A scale of 0 gives 0.
/// </summary>
internal static class LinearKernel
{
    /// <summary>Quantizes weights that share a scale.</summary>
    public static void Quantize(
        ReadOnlySpan<float> weights, float scale, float zeroPoint, in LinearRange range, bool half, Span<byte> quantized) =>
        Run(weights, new SharedParameters(scale, zeroPoint), range, half, quantized);

    /// <summary>Quantizes weights that have a scale each.</summary>
    public static void Quantize(
        ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, ReadOnlySpan<float> zeroPoints, in LinearRange range, bool half, Span<byte> quantized) =>
        Run(weights, new OwnParameters(scales, zeroPoints), range, half, quantized);

    /// <summary>The definition, for one weight; the vector path is tested against it.</summary>
    public static int Quantize(float weight, float scale, float zeroPoint, in LinearRange range, bool half)
    {
        if (scale == 0)
        {
            return 0;
        }
        float quotient = weight / scale;
        if (half)
        {
            quotient = (float)(Half)quotient;
        }
        return (int)Math.Clamp(MathF.Round(quotient, MidpointRounding.ToEven) + zeroPoint, range.Lowest, range.Highest);
    }

    private static void Run<TParameters>(
        ReadOnlySpan<float> weights, TParameters parameters, in LinearRange range, bool half, Span<byte> quantized)
        where TParameters : struct, ILinearParameters, allows ref struct
    {
        if (half)
        {
            Run<TParameters, InHalf>(weights, parameters, range, quantized);
        }
        else
        {
            Run<TParameters, InSingle>(weights, parameters, range, quantized);
        }
    }

    private static void Run<TParameters, TPrecision>(
        ReadOnlySpan<float> weights, TParameters parameters, in LinearRange range, Span<byte> quantized)
        where TParameters : struct, ILinearParameters, allows ref struct
        where TPrecision : struct, IPrecision
    {
        quantized = quantized[..weights.Length];
        Vector256<float> lowest = Vector256.Create((float)range.Lowest);
        Vector256<float> highest = Vector256.Create((float)range.Highest);
        ref float source = ref MemoryMarshal.GetReference(weights);
        int i = 0;
        for (; i <= weights.Length - 32; i += 32)
        {
            Vector256<int> a = Step<TParameters, TPrecision>(ref source, parameters, lowest, highest, i);
            Vector256<int> b = Step<TParameters, TPrecision>(ref source, parameters, lowest, highest, i + 8);
            Vector256<int> c = Step<TParameters, TPrecision>(ref source, parameters, lowest, highest, i + 16);
            Vector256<int> d = Step<TParameters, TPrecision>(ref source, parameters, lowest, highest, i + 24);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).AsByte().StoreUnsafe(
                ref MemoryMarshal.GetReference(quantized), (nuint)i);
        }
        for (; i < weights.Length; i++)
        {
            quantized[i] = (byte)Quantize(weights[i], parameters.ScaleAt(i), parameters.ZeroPointAt(i), range, TPrecision.IsHalf);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Step<TParameters, TPrecision>(
        ref float source, TParameters parameters, Vector256<float> lowest, Vector256<float> highest, int i)
        where TParameters : struct, ILinearParameters, allows ref struct
        where TPrecision : struct, IPrecision
    {
        Vector256<float> scale = parameters.ScalesAt(i);
        Vector256<float> quotient = Vector256.LoadUnsafe(ref source, (nuint)i) / scale;
        if (TPrecision.IsHalf)
        {
            // Where this is not half precision, it is 0 or cut off, rounded or not.
            quotient = HalfPrecision.RoundSignificand(quotient);
        }
        // Without a mode it rounds to even, in one instruction.
        quotient = Vector256.Round(quotient) + parameters.ZeroPointsAt(i);
        quotient = Vector256.MinNative(Vector256.MaxNative(quotient, lowest), highest);
        // 0 / 0 is not-a-number, and x / 0 infinite: where the scale is 0, so is the result.
        quotient = Vector256.AndNot(quotient, Vector256.Equals(scale, Vector256<float>.Zero));
        return Vector256.ConvertToInt32Native(quotient);
    }
}
