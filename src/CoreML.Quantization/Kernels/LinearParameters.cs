using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>Scales and zero points as kernels take them: one for all elements or one for each.</summary>
internal interface ILinearParameters
{
    float ScaleAt(int index);

    float ZeroPointAt(int index);

    Vector256<float> ScalesAt(int index);

    Vector256<float> ZeroPointsAt(int index);
}

/// <summary>One scale and zero point for all elements.</summary>
internal readonly struct SharedParameters(float scale, float zeroPoint) : ILinearParameters
{
    private readonly Vector256<float> _scale = Vector256.Create(scale);
    private readonly Vector256<float> _zeroPoint = Vector256.Create(zeroPoint);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ScaleAt(int index) => _scale[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ZeroPointAt(int index) => _zeroPoint[0];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ScalesAt(int index) => _scale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ZeroPointsAt(int index) => _zeroPoint;
}

/// <summary>A scale and a zero point for each element.</summary>
internal readonly ref struct OwnParameters(ReadOnlySpan<float> scales, ReadOnlySpan<float> zeroPoints) : ILinearParameters
{
    private readonly ReadOnlySpan<float> _scales = scales;
    private readonly ReadOnlySpan<float> _zeroPoints = zeroPoints;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ScaleAt(int index) => _scales[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ZeroPointAt(int index) => _zeroPoints[index];

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ScalesAt(int index) => Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_scales), (nuint)index);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<float> ZeroPointsAt(int index) =>
        Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(_zeroPoints), (nuint)index);
}

/// <summary>The precision that steps of a kernel are rounded to.</summary>
internal interface IPrecision
{
    static abstract bool IsHalf { get; }

    /// <summary>Rounds decoded weights to the precision.</summary>
    static abstract Vector256<float> Round(Vector256<float> value);
}

/// <summary>Half precision.</summary>
internal readonly struct InHalf : IPrecision
{
    public static bool IsHalf => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => HalfPrecision.Round(value);
}

/// <summary>Half precision for numbers that are neither subnormal nor too large in it.</summary>
internal readonly struct InNormalHalf : IPrecision
{
    public static bool IsHalf => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => HalfPrecision.RoundSignificand(value);
}

/// <summary>Single precision.</summary>
internal readonly struct InSingle : IPrecision
{
    public static bool IsHalf => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value) => value;
}
