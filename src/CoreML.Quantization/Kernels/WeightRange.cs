using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>The smallest and the largest of some weights.</summary>
/// <param name="Min">The smallest; positive infinity if there are no weights.</param>
/// <param name="Max">The largest; negative infinity if there are no weights.</param>
internal readonly record struct WeightRange(float Min, float Max)
{
    /// <summary>The range of no weights.</summary>
    public static WeightRange Empty => new(float.PositiveInfinity, float.NegativeInfinity);

    /// <summary>Whether all weights are finite.</summary>
    public bool IsFinite => float.IsFinite(Min) && float.IsFinite(Max);

    /// <summary>The largest magnitude.</summary>
    public float Magnitude => Math.Max(-Min, Max);

    /// <summary>The range of two sets of weights together.</summary>
    public static WeightRange operator |(WeightRange left, WeightRange right) =>
        new(Math.Min(left.Min, right.Min), Math.Max(left.Max, right.Max));

    /// <summary>The range of packed float16 or float32 elements; not finite if any element is not.</summary>
    public static WeightRange Of(ElementType type, ReadOnlySpan<byte> packed) => type == ElementType.Float16
        ? OfHalves(MemoryMarshal.Cast<byte, short>(packed))
        : OfSingles(MemoryMarshal.Cast<byte, int>(packed));

    /// <summary>The ranges of runs of equal length, one after the other.</summary>
    /// <param name="type">float16 or float32.</param>
    /// <param name="packed">The packed elements of all runs.</param>
    /// <param name="length">Elements of a run.</param>
    /// <param name="mins">Takes the smallest element of each run.</param>
    /// <param name="maxs">Takes the largest element of each run.</param>
    public static void OfRuns(ElementType type, ReadOnlySpan<byte> packed, int length, Span<float> mins, Span<float> maxs)
    {
        int bytes = length * (type.BitWidth / 8);
        for (int run = 0; run < packed.Length / bytes; run++)
        {
            ReadOnlySpan<byte> part = packed.Slice(run * bytes, bytes);
            if (type == ElementType.Float16)
            {
                (short min, short max) = OrderedRange(MemoryMarshal.Cast<byte, short>(part));
                mins[run] = ToSingle(min);
                maxs[run] = ToSingle(max);
            }
            else
            {
                (mins[run], maxs[run]) = OfSingles(MemoryMarshal.Cast<byte, int>(part));
            }
        }
    }

    // The bits of floating-point numbers are ordered like the numbers once those of negative ones are turned around,
    // infinity and not-a-number at both ends.
    private static WeightRange OfHalves(ReadOnlySpan<short> bits)
    {
        if (bits.IsEmpty)
        {
            return Empty;
        }
        (short min, short max) = OrderedRange(bits);
        return new WeightRange(ToSingle(min), ToSingle(max));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (short Min, short Max) OrderedRange(ReadOnlySpan<short> bits)
    {
        short min = short.MaxValue;
        short max = short.MinValue;
        int i = 0;
        if (bits.Length >= Vector256<short>.Count)
        {
            ref short first = ref MemoryMarshal.GetReference(bits);
            Vector256<short> mins = Vector256.Create(short.MaxValue);
            Vector256<short> maxs = Vector256.Create(short.MinValue);
            for (; i <= bits.Length - Vector256<short>.Count; i += Vector256<short>.Count)
            {
                Vector256<short> value = Vector256.LoadUnsafe(ref first, (nuint)i);
                value ^= (value >> 15) & Vector256.Create((short)HalfPrecision.Magnitude);
                mins = Vector256.Min(mins, value);
                maxs = Vector256.Max(maxs, value);
            }
            (min, max) = (Least(mins), (short)~Least(~maxs));
        }
        for (; i < bits.Length; i++)
        {
            short value = Ordered(bits[i]);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        return (min, max);
    }

    // Finite halves only need their bits moved, but for the subnormal ones; the library's conversion takes ten times longer.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static float ToSingle(short ordered)
    {
        uint bits = (ushort)Ordered(ordered);
        float size = BitConverter.UInt32BitsToSingle((bits & HalfPrecision.Magnitude) << 13) * HalfPrecision.ToSingle;
        return (bits & HalfPrecision.Magnitude) >= HalfPrecision.Infinity ? float.NaN
            : BitConverter.UInt32BitsToSingle(BitConverter.SingleToUInt32Bits(size) | ((bits & 0x8000) << 16));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static WeightRange OfSingles(ReadOnlySpan<int> bits)
    {
        if (bits.IsEmpty)
        {
            return Empty;
        }
        int min = int.MaxValue;
        int max = int.MinValue;
        int i = 0;
        if (bits.Length >= Vector256<int>.Count)
        {
            ref int first = ref MemoryMarshal.GetReference(bits);
            Vector256<int> mins = Vector256.Create(int.MaxValue);
            Vector256<int> maxs = Vector256.Create(int.MinValue);
            for (; i <= bits.Length - Vector256<int>.Count; i += Vector256<int>.Count)
            {
                Vector256<int> value = Vector256.LoadUnsafe(ref first, (nuint)i);
                value ^= (value >> 31) & Vector256.Create(int.MaxValue);
                mins = Vector256.Min(mins, value);
                maxs = Vector256.Max(maxs, value);
            }
            (min, max) = (Least(mins), ~Least(~maxs));
        }
        for (; i < bits.Length; i++)
        {
            int value = Ordered(bits[i]);
            min = Math.Min(min, value);
            max = Math.Max(max, value);
        }
        return new WeightRange(BitConverter.Int32BitsToSingle(Ordered(min)), BitConverter.Int32BitsToSingle(Ordered(max)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static short Least(Vector256<short> value)
    {
        Vector128<short> least = Vector128.Min(value.GetLower(), value.GetUpper());
        if (Sse41.IsSupported)
        {
            // Short blocks spend their time here, and there is an instruction for it, on unsigned numbers.
            return (short)(Sse41.MinHorizontal((least ^ Vector128.Create(short.MinValue)).AsUInt16())[0] ^ 0x8000);
        }
        least = Vector128.Min(least, Vector128.Shuffle(least.AsUInt64(), Vector128.Create(1UL, 0)).AsInt16());
        least = Vector128.Min(least, Vector128.Shuffle(least.AsUInt32(), Vector128.Create(1u, 0, 3, 2)).AsInt16());
        return Math.Min(least[0], least[1]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Least(Vector256<int> value)
    {
        Vector128<int> least = Vector128.Min(value.GetLower(), value.GetUpper());
        least = Vector128.Min(least, Vector128.Shuffle(least, Vector128.Create(2, 3, 0, 1)));
        return Math.Min(least[0], least[1]);
    }

    private static short Ordered(short bits) => (short)(bits ^ ((bits >> 15) & HalfPrecision.Magnitude));

    private static int Ordered(int bits) => bits ^ ((bits >> 31) & int.MaxValue);

    /// <summary>The position of the first element that is infinite or not-a-number; −1 if there is none.</summary>
    public static int FirstNonFinite(ElementType type, ReadOnlySpan<byte> packed)
    {
        if (type == ElementType.Float16)
        {
            ReadOnlySpan<ushort> halves = MemoryMarshal.Cast<byte, ushort>(packed);
            for (int i = 0; i < halves.Length; i++)
            {
                if ((halves[i] & HalfPrecision.Magnitude) >= HalfPrecision.Infinity)
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
