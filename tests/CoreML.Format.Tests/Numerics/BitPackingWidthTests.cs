using System.Runtime.Intrinsics;

namespace CoreML.Format.Tests;

/// <summary>The packing loops of every vector width, also of those that this processor would not choose.</summary>
public sealed class BitPackingWidthTests
{
    private const int Longest = 640;
    private const byte Untouched = 0xA5;

    /// <summary>Width of the vectors in bytes, and bits of an element.</summary>
    public static TheoryData<int, int> Paths
    {
        get
        {
            var paths = new TheoryData<int, int>();
            foreach (int bytes in (int[])[8, 16, 32, 64])
            {
                foreach (int bits in (int[])[1, 2, 3, 4, 6])
                {
                    paths.Add(bytes, bits);
                }
            }
            return paths;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Unpacks_up_to_the_last_whole_vector(int bytes, int bits)
    {
        using var memory = new GuardedMemory(Longest);
        using var target = new GuardedMemory(Longest);
        byte[] random = new byte[Longest];
        new Random(bits).NextBytes(random);
        for (int length = 0; length <= Longest; length++)
        {
            Span<byte> packed = memory.Last((length * bits + 7) / 8);
            random.AsSpan(0, packed.Length).CopyTo(packed);
            Span<byte> values = target.Last(length);
            values.Fill(Untouched);

            int done = Unpack(bytes, packed, bits, values, 0);

            Assert.Equal(WholeVectors(length, packed.Length, bytes, bits), done);
            Assert.Equal(BitReference.Unpack(packed, bits, 0, done), values[..done]);
            Assert.True(values[done..].IndexOfAnyExcept(Untouched) < 0);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Packs_up_to_the_last_whole_vector(int bytes, int bits)
    {
        using var memory = new GuardedMemory(Longest);
        using var target = new GuardedMemory(Longest);
        byte[] random = new byte[Longest];
        new Random(bits).NextBytes(random);
        for (int length = 0; length <= Longest; length++)
        {
            Span<byte> values = memory.Last(length);
            random.AsSpan(0, length).CopyTo(values);
            Span<byte> packed = target.Last((length * bits + 7) / 8);

            int done = Pack(bytes, values, bits, packed, 0);

            Assert.Equal(WholeVectors(length, packed.Length, bytes, bits), done);
            Assert.Equal(BitReference.Pack(values[..done], bits), packed[..(done / 8 * bits)]);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Goes_on_where_another_width_ended(int bytes, int bits)
    {
        byte[] values = new byte[Longest];
        new Random(bits).NextBytes(values);
        byte[] expected = BitReference.Pack(values, bits);
        for (int start = 0; start <= 80; start += 8)
        {
            byte[] packed = new byte[expected.Length];
            int done = Pack(bytes, values, bits, packed, start);
            Assert.Equal(expected[(start / 8 * bits)..(done / 8 * bits)], packed[(start / 8 * bits)..(done / 8 * bits)]);
            Assert.True(done > start && packed.AsSpan(0, start / 8 * bits).IndexOfAnyExcept((byte)0) < 0);

            byte[] unpacked = new byte[Longest];
            Assert.Equal(done, Unpack(bytes, expected, bits, unpacked, start));
            Assert.Equal(BitReference.Unpack(expected, bits, start, done - start), unpacked[start..done]);
            Assert.True(unpacked.AsSpan(0, start).IndexOfAnyExcept((byte)0) < 0);
        }
    }

    // A vector is taken while there is room for it on both sides, although packed values fill only a part of theirs.
    private static int WholeVectors(int values, int packed, int bytes, int bits)
    {
        int count = 0;
        while ((count + 1) * bytes <= values && count * (bytes / 8 * bits) + bytes <= packed)
        {
            count++;
        }
        return count * bytes;
    }

    private static int Unpack(int bytes, ReadOnlySpan<byte> packed, int bits, Span<byte> values, int done) => bytes switch
    {
        8 => BitPacking.Unpack<ulong, BitPacking.Words64>(packed, bits, values, done),
        16 => BitPacking.Unpack<Vector128<ulong>, BitPacking.Words128>(packed, bits, values, done),
        32 => BitPacking.Unpack<Vector256<ulong>, BitPacking.Words256>(packed, bits, values, done),
        _ => BitPacking.Unpack<Vector512<ulong>, BitPacking.Words512>(packed, bits, values, done),
    };

    private static int Pack(int bytes, ReadOnlySpan<byte> values, int bits, Span<byte> packed, int done) => bytes switch
    {
        8 => BitPacking.Pack<ulong, BitPacking.Words64>(values, bits, packed, done),
        16 => BitPacking.Pack<Vector128<ulong>, BitPacking.Words128>(values, bits, packed, done),
        32 => BitPacking.Pack<Vector256<ulong>, BitPacking.Words256>(values, bits, packed, done),
        _ => BitPacking.Pack<Vector512<ulong>, BitPacking.Words512>(values, bits, packed, done),
    };
}
