using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// Half precision inside vectors of single precision, for finite numbers: arithmetic "in half precision" is arithmetic in
/// single precision with each result rounded.
/// </summary>
internal static class HalfPrecision
{
    /// <summary>The bits of a half without its sign.</summary>
    public const ushort Magnitude = 0x7FFF;

    /// <summary>The bits of infinity; larger ones are not-a-number.</summary>
    public const ushort Infinity = 0x7C00;

    /// <summary>The smallest number that half precision keeps with all its 11 bits.</summary>
    public const float SmallestNormal = 1f / 16384;
    /// <summary>2^112: the bits of a half's size, moved to where a single has them, are a number that is so many times smaller.</summary>
    public const float ToSingle = 5.192296858534828e33f;

    // From here on numbers are rounded to infinity.
    private const float Overflow = 65520;

    /// <summary>Rounds to 11 significant bits, ties to even. That is half precision for all but subnormal and infinite results;
    /// use it where those are cut to a range afterwards that makes the difference vanish.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> RoundSignificand(Vector256<float> value)
    {
        Vector256<uint> bits = value.AsUInt32();
        Vector256<uint> odd = (bits >>> 13) & Vector256<uint>.One;
        return ((bits + Vector256.Create(0xFFFu) + odd) & Vector256.Create(~0x1FFFu)).AsSingle();
    }

    /// <summary>Rounds to half precision, ties to even: what <c>(float)(Half)value</c> gives.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Round(Vector256<float> value)
    {
        Vector256<float> sign = value & Vector256.Create(-0f);
        Vector256<float> size = Vector256.Abs(value);
        // Between 1/2 and 1 single precision has steps of 2^-24, which is the step of subnormal halves.
        Vector256<float> subnormal = size + Vector256.Create(0.5f) - Vector256.Create(0.5f);
        Vector256<float> rounded = Vector256.ConditionalSelect(
            Vector256.LessThan(size, Vector256.Create(SmallestNormal)), subnormal, RoundSignificand(size));
        rounded = Vector256.ConditionalSelect(
            Vector256.GreaterThanOrEqual(size, Vector256.Create(Overflow)), Vector256.Create(float.PositiveInfinity), rounded);
        return rounded | sign;
    }

    /// <summary>Widens finite halves, given by their bits, to single precision. Exact.</summary>
    public static void Widen(ReadOnlySpan<ushort> halves, Span<float> destination)
    {
        ref ushort source = ref MemoryMarshal.GetReference(halves);
        ref float target = ref MemoryMarshal.GetReference(destination[..halves.Length]);
        int i = 0;
        for (; i <= halves.Length - 16; i += 16)
        {
            (Vector256<uint> low, Vector256<uint> high) = Vector256.Widen(Vector256.LoadUnsafe(ref source, (nuint)i));
            Widen(low).StoreUnsafe(ref target, (nuint)i);
            Widen(high).StoreUnsafe(ref target, (nuint)i + 8);
        }
        for (; i < halves.Length; i++)
        {
            destination[i] = (float)BitConverter.UInt16BitsToHalf(halves[i]);
        }
    }

    /// <summary>Widens finite halves, given by their bits, to single precision. Exact.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<float> Widen(Vector256<uint> halves)
    {
        Vector256<uint> sign = (halves & Vector256.Create(0x8000u)) << 16;
        Vector256<float> size = ((halves & Vector256.Create((uint)Magnitude)) << 13).AsSingle() * Vector256.Create(ToSingle);
        return size | sign.AsSingle();
    }
}
