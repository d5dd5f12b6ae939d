namespace CoreML.Format.Tests;

/// <summary>The kernels against a loop over single bits.</summary>
public sealed class BitPackingTests
{
    private const byte Guard = 0xA5;

    public static TheoryData<int> Widths => [1, 2, 3, 4, 5, 6, 7, 8];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Packs_every_length(int bits)
    {
        var random = new Random(bits);
        for (int length = 0; length <= 300; length++)
        {
            // Values with upper bits set: only the low ones count.
            byte[] values = new byte[length];
            random.NextBytes(values);
            byte[] expected = BitReference.Pack(values, bits);

            // Spans that start anywhere, with a byte in front and behind that must stay.
            byte[] buffer = Guarded(expected.Length, length % 5);
            BitPacking.Pack(values, bits, Inside(buffer, length % 5));
            AssertInside(expected, buffer, length % 5);
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unpacks_every_length_from_any_first_element(int bits)
    {
        var random = new Random(bits);
        byte[] packed = new byte[(600 * bits + 7) / 8];
        random.NextBytes(packed);
        for (int length = 0; length <= 300; length++)
        {
            foreach (int first in Firsts(random))
            {
                // No byte more than the elements need, so that reading beyond would be noticed.
                int needed = ((first + length) * bits + 7) / 8;
                byte[] shifted = [Guard, .. packed[..needed]];
                byte[] buffer = Guarded(length, first % 5);
                BitPacking.Unpack(shifted.AsSpan(1), bits, Inside(buffer, first % 5), first);
                AssertInside(BitReference.Unpack(packed, bits, first, length), buffer, first % 5);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Unpacks_from_far_into_large_memory(int bits)
    {
        byte[] packed = new byte[1 << 20];
        new Random(3).NextBytes(packed);
        int first = packed.Length / bits * 8 - 21;
        byte[] values = new byte[21];
        BitPacking.Unpack(packed, bits, values, first);
        Assert.Equal(BitReference.Unpack(packed, bits, first, 21), values);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Wrong_lengths_are_refused(int bits)
    {
        int bytes = (9 * bits + 7) / 8;
        Assert.Throws<ArgumentOutOfRangeException>(() => BitPacking.Pack(new byte[9], bits, new byte[bytes - 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitPacking.Pack(new byte[9], bits, new byte[bytes + 1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitPacking.Unpack(new byte[bytes - 1], bits, new byte[9]));
        Assert.Throws<ArgumentOutOfRangeException>(() => BitPacking.Unpack(new byte[bits], bits, new byte[8], 1));
    }

    [Fact]
    public void Known_bytes()
    {
        byte[] packed = new byte[3];
        BitPacking.Pack([1, 2, 3, 4, 5, 6, 7, 0], 3, packed);
        // 000 111 110 101 100 011 010 001, from the highest bit down.
        Assert.Equal([0xD1, 0x58, 0x1F], packed);
        BitPacking.Pack([1, 2, 3, 60], 6, packed);
        Assert.Equal([0x81, 0x30, 0xF0], packed);
    }

    [Fact]
    public void Sign_of_four_bits_is_extended()
    {
        for (int length = 0; length <= 70; length++)
        {
            byte[] values = [.. Enumerable.Range(0, length).Select(i => (byte)(i % 16))];
            BitPacking.SignExtend4(values);
            Assert.Equal(Enumerable.Range(0, length).Select(i => i % 16 >= 8 ? i % 16 - 16 : i % 16), values.Select(value => (int)(sbyte)value));
        }
    }

    // The first few, those around the borders of groups of eight, and some by chance.
    private static IEnumerable<int> Firsts(Random random) => [0, 1, 5, 7, 8, 9, 63, 64, random.Next(300), random.Next(300)];

    private static byte[] Guarded(int length, int shift)
    {
        byte[] buffer = new byte[shift + length + 3];
        Array.Fill(buffer, Guard);
        return buffer;
    }

    private static Span<byte> Inside(byte[] buffer, int shift) => buffer.AsSpan(shift + 1, buffer.Length - shift - 3);

    private static void AssertInside(byte[] expected, byte[] buffer, int shift)
    {
        Assert.Equal(expected, Inside(buffer, shift).ToArray());
        Assert.All([.. buffer[..(shift + 1)], .. buffer[^2..]], value => Assert.Equal(Guard, value));
    }
}
