using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// <c>q = clip(round(w / scale), −127, 127)</c>, half-way cases to the even number. For half-precision weights the quotient is
/// first rounded to half precision, as arithmetic in that type would. A scale of 0 gives 0.
/// </summary>
internal static class QuantizeKernel
{
    private const float Limit = 127;

    /// <summary>Quantizes weights that share a scale.</summary>
    public static void Quantize(ReadOnlySpan<float> weights, float scale, bool half, Span<sbyte> quantized) =>
        Run(weights, new SharedScale(scale), half, quantized);

    /// <summary>Quantizes weights that have a scale each.</summary>
    public static void Quantize(ReadOnlySpan<float> weights, ReadOnlySpan<float> scales, bool half, Span<sbyte> quantized) =>
        Run(weights, new OwnScales(scales), half, quantized);

    /// <summary>The definition, for one weight; the vector path is tested against it.</summary>
    public static sbyte Quantize(float weight, float scale, bool half)
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
        return (sbyte)Math.Clamp(MathF.Round(quotient, MidpointRounding.ToEven), -Limit, Limit);
    }

    private static void Run<TScale>(ReadOnlySpan<float> weights, TScale scale, bool half, Span<sbyte> quantized)
        where TScale : struct, IScale, allows ref struct
    {
        quantized = quantized[..weights.Length];
        int i = 0;
        for (; i <= weights.Length - 32; i += 32)
        {
            Vector256<int> a = Step(weights, scale, half, i);
            Vector256<int> b = Step(weights, scale, half, i + 8);
            Vector256<int> c = Step(weights, scale, half, i + 16);
            Vector256<int> d = Step(weights, scale, half, i + 24);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).StoreUnsafe(
                ref MemoryMarshal.GetReference(quantized), (nuint)i);
        }
        for (; i < weights.Length; i++)
        {
            quantized[i] = Quantize(weights[i], scale.At(i), half);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Step<TScale>(ReadOnlySpan<float> weights, TScale scale, bool half, int i)
        where TScale : struct, IScale, allows ref struct
    {
        Vector256<float> divisor = scale.VectorAt(i);
        Vector256<float> quotient = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i) / divisor;
        if (half)
        {
            quotient = RoundToHalf(quotient);
        }
        quotient = Vector256.Round(quotient, MidpointRounding.ToEven);
        quotient = Vector256.Min(Vector256.Max(quotient, Vector256.Create(-Limit)), Vector256.Create(Limit));
        // 0 / 0 is not-a-number, and x / 0 infinite: where the scale is 0, so is the result.
        quotient = Vector256.AndNot(quotient, Vector256.Equals(divisor, Vector256<float>.Zero));
        return Vector256.ConvertToInt32Native(quotient);
    }

    // Rounds to 11 significant bits, ties to even. That is half precision except for subnormal and infinite results,
    // and those are 0 or clipped whether they are rounded or not.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> RoundToHalf(Vector256<float> value)
    {
        Vector256<uint> bits = value.AsUInt32();
        Vector256<uint> odd = (bits >>> 13) & Vector256<uint>.One;
        return ((bits + Vector256.Create(0xFFFu) + odd) & Vector256.Create(~0x1FFFu)).AsSingle();
    }

    private interface IScale
    {
        float At(int index);

        Vector256<float> VectorAt(int index);
    }

    private readonly struct SharedScale(float scale) : IScale
    {
        private readonly Vector256<float> _vector = Vector256.Create(scale);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float At(int index) => _vector[0];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> VectorAt(int index) => _vector;
    }

    private readonly ref struct OwnScales(ReadOnlySpan<float> scales) : IScale
    {
        private readonly ReadOnlySpan<float> _scales = scales;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public float At(int index) => _scales[index];

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public Vector256<float> VectorAt(int index) =>
            Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_scales), (nuint)index);
    }
}
