using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// The integers of a linear quantization, and how the scale and zero point of a block of weights follow from its range, by the
/// formulas of coremltools with every step rounded to the weights' own type.
/// </summary>
internal readonly struct LinearRange
{
    // Below these magnitudes neither ranges nor decoded weights come near infinity.
    private const float MostHalf = 32000;
    private const float MostSingle = 1e38f;

    private readonly bool _half;

    /// <param name="type">int8, uint8, int4 or uint4.</param>
    /// <param name="mode">Symmetric or not.</param>
    /// <param name="weights">float16 or float32.</param>
    public LinearRange(ElementType type, QuantizationMode mode, ElementType weights)
    {
        _half = weights == ElementType.Float16;
        IsSymmetric = mode == QuantizationMode.LinearSymmetric;
        int values = 1 << type.BitWidth;
        Bits = type.BitWidth;
        IsSigned = type.IsSignedInteger;
        Lowest = IsSigned ? -values / 2 : 0;
        Highest = Lowest + values - 1;
        if (IsSymmetric)
        {
            // An odd number of values has one in the middle, for zero.
            Lowest += IsSigned ? 1 : 0;
            Highest -= IsSigned ? 0 : 1;
        }
        Middle = IsSymmetric && !IsSigned ? (values - 2) / 2 : 0;
    }

    /// <summary>Whether zero is in the middle of the integers.</summary>
    public bool IsSymmetric { get; }

    /// <summary>Whether the integers are signed.</summary>
    public bool IsSigned { get; }

    /// <summary>Bits of an integer.</summary>
    public int Bits { get; }

    /// <summary>The smallest integer.</summary>
    public int Lowest { get; }

    /// <summary>The largest integer.</summary>
    public int Highest { get; }

    /// <summary>The zero point of symmetric quantization.</summary>
    public int Middle { get; }

    /// <summary>Whether zero points differ from 0, so that they have to be kept.</summary>
    public bool HasZeroPoints => !IsSymmetric || !IsSigned;

    /// <summary>The definition, for one block; the vector path is tested against it.</summary>
    /// <remarks>coremltools makes an infinite scale of a range that half precision cannot hold, and infinite weights of integers
    /// whose product with the scale is too large. Here the range stays in single precision, and the scale is the largest with which all
    /// integers decode to finite weights.</remarks>
    public (float Scale, float ZeroPoint) Of(WeightRange weights)
    {
        float max = IsSymmetric ? weights.Magnitude : Math.Max(weights.Max, 0);
        float min = IsSymmetric ? -max : Math.Min(weights.Min, 0);
        float range = Finite(max - min);
        float steps = Highest - Lowest;
        float scale = float.IsFinite(range) ? Round(range / steps) : Round(max / steps - min / steps);
        float zeroPoint = IsSymmetric ? Middle : ZeroPoint(min, max, range);
        float reach = Math.Max(Highest - zeroPoint, zeroPoint - Lowest);
        if (!float.IsFinite(Round(scale * reach)))
        {
            scale = _half ? RoundDown((float)Half.MaxValue / reach) : float.MaxValue / reach;
        }
        return (scale, scale == 0 ? 0 : zeroPoint);
    }

    private float ZeroPoint(float min, float max, float range)
    {
        float shift = Finite(Finite(Lowest * max) - Finite(Highest * min));
        float zeroPoint = MathF.Round(Round(shift / range), MidpointRounding.ToEven);
        // A range of zeros, or one that single precision cannot hold, has no middle.
        return float.IsFinite(zeroPoint) ? Math.Clamp(zeroPoint, Lowest, Highest) : 0;
    }

    private static float RoundDown(float value)
    {
        var rounded = (Half)value;
        return (float)((float)rounded > value ? Half.BitDecrement(rounded) : rounded);
    }

    private float Round(float value) => _half ? (float)(Half)value : value;

    private float Finite(float value)
    {
        float rounded = Round(value);
        return float.IsFinite(rounded) ? rounded : value;
    }

    /// <summary>Scales and zero points of many blocks.</summary>
    /// <param name="mins">The smallest weight of each block.</param>
    /// <param name="maxs">The largest weight of each block.</param>
    /// <param name="scales">Takes the scales.</param>
    /// <param name="zeroPoints">Takes the zero points.</param>
    public void Of(ReadOnlySpan<float> mins, ReadOnlySpan<float> maxs, Span<float> scales, Span<float> zeroPoints)
    {
        int i = 0;
        // Blocks are many where they are short, as with 4 bits; other modes are not worth a vector path of their own.
        if (IsSymmetric)
        {
            Vector256<float> most = Vector256.Create(_half ? MostHalf : MostSingle);
            Vector256<float> steps = Vector256.Create((float)(Highest - Lowest));
            for (; i <= mins.Length - Vector256<float>.Count; i += Vector256<float>.Count)
            {
                Vector256<float> max = Vector256.Abs(Vector256.MaxNative(
                    -Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(mins), (nuint)i),
                    Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(maxs), (nuint)i)));
                if (!Vector256.LessThanAll(max, most))
                {
                    break;
                }
                Vector256<float> scale = _half ? HalfPrecision.Round(HalfPrecision.Round(max + max) / steps) : (max + max) / steps;
                Vector256<float> zeros = Vector256.Equals(scale, Vector256<float>.Zero);
                scale.StoreUnsafe(ref MemoryMarshal.GetReference(scales), (nuint)i);
                Vector256.AndNot(Vector256.Create((float)Middle), zeros).StoreUnsafe(ref MemoryMarshal.GetReference(zeroPoints), (nuint)i);
            }
        }
        for (; i < mins.Length; i++)
        {
            (scales[i], zeroPoints[i]) = Of(new WeightRange(mins[i], maxs[i]));
        }
    }
}
