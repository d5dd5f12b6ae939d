using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Format;

/// <content>The loops. They are optimised at once: a short run would otherwise be over before the runtime has come round
/// to them, and without inlining each of these steps is a call.</content>
internal static partial class BitPacking
{
    private const ulong HighBytes = 0xFF00FF00_FF00FF00;
    private const ulong HighWords = 0xFFFF0000_FFFF0000;
    private const ulong HighDoubleWord = 0xFFFFFFFF_00000000;

    /// <summary>Packs as many values as fill whole vectors, without touching a byte outside the spans.</summary>
    /// <typeparam name="TVector">One or more words.</typeparam>
    /// <typeparam name="TWords">What can be done with them.</typeparam>
    /// <param name="values">The values.</param>
    /// <param name="bits">1, 2, 3, 4 or 6; nothing is done for other widths, which no weight has.</param>
    /// <param name="packed">Takes the packed values. Bytes behind them change too, and are to be written next.</param>
    /// <param name="done">Number of values that are packed already, a multiple of eight.</param>
    /// <returns>Number of values that are packed now, a multiple of eight.</returns>
    internal static int Pack<TVector, TWords>(ReadOnlySpan<byte> values, int bits, Span<byte> packed, int done)
        where TWords : struct, IWords<TVector> => bits switch
        {
            1 => Pack<TVector, TWords, Bits1>(values, packed, done),
            2 => Pack<TVector, TWords, Bits2>(values, packed, done),
            3 => Pack<TVector, TWords, Bits3>(values, packed, done),
            4 => Pack<TVector, TWords, Bits4>(values, packed, done),
            6 => Pack<TVector, TWords, Bits6>(values, packed, done),
            _ => done,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Pack<TVector, TWords, TBits>(ReadOnlySpan<byte> values, Span<byte> packed, int done)
        where TWords : struct, IWords<TVector>
        where TBits : struct, IBits
    {
        int bits = TBits.Count;
        ref byte source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(packed);
        // The first b bytes of the lower word and the first b bytes of the upper one, side by side.
        Vector128<byte> order = Vector128<byte>.Indices;
        order += Vector128.GreaterThanOrEqual(order, Vector128.Create((byte)bits)) & Vector128.Create((byte)(8 - bits));
        order &= Vector128.Create((byte)15);
        int step = TWords.Bytes / 8 * bits;
        for (int at = done / 8 * bits; done <= values.Length - TWords.Bytes && at <= packed.Length - TWords.Bytes; at += step)
        {
            TVector words = Squeeze<TVector, TWords>(TWords.Load(ref Unsafe.Add(ref source, done)), bits);
            TWords.Scatter(words, ref Unsafe.Add(ref target, at), bits, order);
            done += TWords.Bytes;
        }
        return done;
    }

    /// <summary>Unpacks as many values as fill whole vectors, without touching a byte outside the spans.</summary>
    /// <typeparam name="TVector">One or more words.</typeparam>
    /// <typeparam name="TWords">What can be done with them.</typeparam>
    /// <param name="packed">The packed values.</param>
    /// <param name="bits">1, 2, 3, 4 or 6; nothing is done for other widths, which no weight has.</param>
    /// <param name="values">Takes the values.</param>
    /// <param name="done">Number of values that are unpacked already, a multiple of eight.</param>
    /// <returns>Number of values that are unpacked now, a multiple of eight.</returns>
    internal static int Unpack<TVector, TWords>(ReadOnlySpan<byte> packed, int bits, Span<byte> values, int done)
        where TWords : struct, IWords<TVector> => bits switch
        {
            1 => Unpack<TVector, TWords, Bits1>(packed, values, done),
            2 => Unpack<TVector, TWords, Bits2>(packed, values, done),
            3 => Unpack<TVector, TWords, Bits3>(packed, values, done),
            4 => Unpack<TVector, TWords, Bits4>(packed, values, done),
            6 => Unpack<TVector, TWords, Bits6>(packed, values, done),
            _ => done,
        };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static int Unpack<TVector, TWords, TBits>(ReadOnlySpan<byte> packed, Span<byte> values, int done)
        where TWords : struct, IWords<TVector>
        where TBits : struct, IBits
    {
        int bits = TBits.Count;
        ref byte source = ref MemoryMarshal.GetReference(packed);
        ref byte target = ref MemoryMarshal.GetReference(values);
        // Eight bytes from the first on for the lower word, eight from byte b on for the upper one.
        Vector128<byte> order = Vector128.Create(0x07060504_03020100UL, 0x07060504_03020100UL + (ulong)bits * 0x01010101_01010101UL).AsByte();
        int step = TWords.Bytes / 8 * bits;
        for (int at = done / 8 * bits; done <= values.Length - TWords.Bytes && at <= packed.Length - TWords.Bytes; at += step)
        {
            TVector words = TWords.Gather(ref Unsafe.Add(ref source, at), bits, order);
            TWords.Store(Spread<TVector, TWords>(words, bits), ref Unsafe.Add(ref target, done));
            done += TWords.Bytes;
        }
        return done;
    }

    // Each step closes the gaps between neighbours: the low bits of a lane stay, and what follows them comes from the
    // lane's upper half. Bits above the result of a step are left over, and nobody looks at them.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Squeeze<TVector, TWords>(TVector words, int bits)
        where TWords : struct, IWords<TVector>
    {
        words = TWords.Select(TWords.Create(0x0001_0001_0001_0001UL * Mask(bits)), words, TWords.Right(words, 8 - bits));
        words = TWords.Select(TWords.Create(0x00000001_00000001UL * Mask(2 * bits)), words, TWords.Right(words, 16 - 2 * bits));
        return TWords.Select(TWords.Create(Mask(4 * bits)), words, TWords.Right(words, 32 - 4 * bits));
    }

    // The same steps backwards. Bits left over above a value are cleared at the end.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Spread<TVector, TWords>(TVector words, int bits)
        where TWords : struct, IWords<TVector>
    {
        words = TWords.Select(TWords.Create(HighDoubleWord), TWords.Left(words, 32 - 4 * bits), words);
        words = TWords.Select(TWords.Create(HighWords), TWords.Left(words, 16 - 2 * bits), words);
        words = TWords.Select(TWords.Create(HighBytes), TWords.Left(words, 8 - bits), words);
        return TWords.And(TWords.Create(0x01010101_01010101UL * Mask(bits)), words);
    }

    private static ulong Mask(int bits) => (1UL << bits) - 1;

    // The width as a type: then every shift and mask of a loop is a constant of its machine code.
    private interface IBits
    {
        static abstract int Count { get; }
    }

    private readonly struct Bits1 : IBits
    {
        public static int Count => 1;
    }

    private readonly struct Bits2 : IBits
    {
        public static int Count => 2;
    }

    private readonly struct Bits3 : IBits
    {
        public static int Count => 3;
    }

    private readonly struct Bits4 : IBits
    {
        public static int Count => 4;
    }

    private readonly struct Bits6 : IBits
    {
        public static int Count => 6;
    }
}
