using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Finds the largest magnitude among weights.</summary>
internal static class Magnitude
{
    private const ushort HalfMagnitudeMask = 0x7FFF;
    private const ushort HalfInfinity = 0x7C00;

    /// <summary>The largest magnitude of packed float16 or float32 elements; infinite or not-a-number if any element
    /// is.</summary>
    public static float Max(ElementType type, ReadOnlySpan<byte> packed) => type == ElementType.Float16
        ? MaxHalf(MemoryMarshal.Cast<byte, ushort>(packed))
        : MaxSingle(MemoryMarshal.Cast<byte, float>(packed));

    // Without their sign, halves are ordered like the integers of the same bits, not-a-number above infinity.
    private static float MaxHalf(ReadOnlySpan<ushort> bits)
    {
        Vector256<ushort> mask = Vector256.Create(HalfMagnitudeMask);
        Vector256<ushort> first = Vector256<ushort>.Zero;
        Vector256<ushort> second = Vector256<ushort>.Zero;
        while (bits.Length >= 2 * Vector256<ushort>.Count)
        {
            first = Vector256.Max(first, Vector256.Create(bits) & mask);
            second = Vector256.Max(second, Vector256.Create(bits[Vector256<ushort>.Count..]) & mask);
            bits = bits[(2 * Vector256<ushort>.Count)..];
        }
        first = Vector256.Max(first, second);
        ushort max = MaxHalfScalar(bits);
        for (int i = 0; i < Vector256<ushort>.Count; i++)
        {
            max = Math.Max(max, first[i]);
        }
        return (float)BitConverter.UInt16BitsToHalf(max);
    }

    internal static ushort MaxHalfScalar(ReadOnlySpan<ushort> bits)
    {
        ushort max = 0;
        foreach (ushort value in bits)
        {
            max = Math.Max(max, (ushort)(value & HalfMagnitudeMask));
        }
        return max;
    }

    private static float MaxSingle(ReadOnlySpan<float> values) =>
        values.IsEmpty ? 0 : MathF.Abs(TensorPrimitives.MaxMagnitude(values));

    /// <summary>The position of the first element that is infinite or not-a-number; −1 if there is none.</summary>
    public static int FirstNonFinite(ElementType type, ReadOnlySpan<byte> packed)
    {
        if (type == ElementType.Float16)
        {
            ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(packed);
            for (int i = 0; i < halves.Length; i++)
            {
                if ((halves[i] & HalfMagnitudeMask) >= HalfInfinity)
                {
                    return i;
                }
            }
            return -1;
        }
        ReadOnlySpan<float> singles = MemoryMarshal.Cast<byte, float>(packed);
        for (int i = 0; i < singles.Length; i++)
        {
            if (!float.IsFinite(singles[i]))
            {
                return i;
            }
        }
        return -1;
    }
}
