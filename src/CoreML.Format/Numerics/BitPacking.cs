using System.Buffers.Binary;

namespace CoreML.Format;

/// <summary>
/// Packs elements of 1, 2, 3, 4 and 6 bits as weight files do: from the least significant bit upward, with no gap, so
/// that elements of 3 and 6 bits cross byte borders. Signed elements are packed by their low bits.
/// </summary>
/// <remarks>Eight elements of <c>b</c> bits fill <c>b</c> bytes, so eight are moved at a time inside one 64-bit word, in
/// three steps that halve the number of gaps. The same arithmetic runs on every machine.</remarks>
internal static partial class BitPacking
{
    private const ulong Bytes = 0x00FF00FF_00FF00FF;
    private const ulong Words = 0x0000FFFF_0000FFFF;
    private const ulong DoubleWords = 0x00000000_FFFFFFFF;

    /// <summary>Packs values.</summary>
    /// <param name="values">One value a byte; only the low bits count.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="packed">Takes <c>ceil(values · bits / 8)</c> bytes; unused bits of the last become 0.</param>
    public static void Pack(ReadOnlySpan<byte> values, int bits, Span<byte> packed)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(packed.Length, ((long)values.Length * bits + 7) / 8);
        if (bits == 8)
        {
            values.CopyTo(packed);
            return;
        }
        ulong mask = Mask(bits);
        // A whole word is stored for b bytes of it as long as there is room behind; the rest is overwritten next.
        while (values.Length >= 8 && packed.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(packed, Squeeze(BinaryPrimitives.ReadUInt64LittleEndian(values) & mask, bits));
            values = values[8..];
            packed = packed[bits..];
        }
        Span<byte> word = stackalloc byte[8];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, 8);
            word.Clear();
            values[..count].CopyTo(word);
            BinaryPrimitives.WriteUInt64LittleEndian(word, Squeeze(BinaryPrimitives.ReadUInt64LittleEndian(word) & mask, bits));
            int bytes = (count * bits + 7) / 8;
            word[..bytes].CopyTo(packed);
            values = values[count..];
            packed = packed[bytes..];
        }
    }

    /// <summary>Unpacks values.</summary>
    /// <param name="packed">The packed elements.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="values">Takes one value a byte, upper bits 0.</param>
    /// <param name="first">The first element wanted.</param>
    public static void Unpack(ReadOnlySpan<byte> packed, int bits, Span<byte> values, long first = 0)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((first + values.Length) * bits + 7) / 8, packed.Length);
        if (bits == 8)
        {
            packed.Slice((int)first, values.Length).CopyTo(values);
            return;
        }
        packed = packed[(int)(first / 8 * bits)..];
        if (first % 8 is var skip and > 0)
        {
            Span<byte> eight = stackalloc byte[8];
            int count = Math.Min(8 - (int)skip, values.Length);
            UnpackUpToEight(packed, bits, eight[..((int)skip + count)]);
            eight.Slice((int)skip, count).CopyTo(values);
            values = values[count..];
            packed = packed[Math.Min(bits, packed.Length)..];
        }
        ulong mask = Mask(bits);
        while (values.Length >= 8 && packed.Length >= 8)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(values, Spread(BinaryPrimitives.ReadUInt64LittleEndian(packed), bits) & mask);
            values = values[8..];
            packed = packed[bits..];
        }
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, 8);
            UnpackUpToEight(packed, bits, values[..count]);
            values = values[count..];
            packed = packed[Math.Min(bits, packed.Length)..];
        }
    }

    /// <summary>Extends the sign of 4-bit values that were unpacked into bytes.</summary>
    public static void SignExtend4(Span<byte> values)
    {
        while (values.Length >= 8)
        {
            // (x ^ 8) − 8 in each byte: x ^ 8 is below 16, so a set bit 7 above it keeps borrows inside their byte.
            ulong word = BinaryPrimitives.ReadUInt64LittleEndian(values) ^ 0x08080808_08080808;
            word = ((word | 0x80808080_80808080) - 0x08080808_08080808) ^ 0x80808080_80808080;
            BinaryPrimitives.WriteUInt64LittleEndian(values, word);
            values = values[8..];
        }
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (byte)((values[i] ^ 8) - 8);
        }
    }

    private static void UnpackUpToEight(ReadOnlySpan<byte> packed, int bits, Span<byte> values)
    {
        Span<byte> word = stackalloc byte[8];
        packed[..Math.Min(bits, packed.Length)].CopyTo(word);
        BinaryPrimitives.WriteUInt64LittleEndian(word, Spread(BinaryPrimitives.ReadUInt64LittleEndian(word), bits) & Mask(bits));
        word[..values.Length].CopyTo(values);
    }

    private static ulong Mask(int bits) => 0x01010101_01010101UL * ((1UL << bits) - 1);

    private static ulong Squeeze(ulong word, int bits)
    {
        word = (word & Bytes) | ((word >> 8 & Bytes) << bits);
        word = (word & Words) | ((word >> 16 & Words) << (2 * bits));
        return (word & DoubleWords) | ((word >> 32) << (4 * bits));
    }

    private static ulong Spread(ulong word, int bits)
    {
        word = Split(word, 4 * bits, 32, ulong.MaxValue);
        word = Split(word, 2 * bits, 16, DoubleWords);
        return Split(word, bits, 8, Words);
    }

    // In each lane, the bits from `width` on move up to the lane's upper half.
    private static ulong Split(ulong word, int width, int half, ulong lane)
    {
        ulong low = Lanes(lane) * ((1UL << width) - 1);
        return (word & low) | ((word >> width & low) << half);
    }

    // One bit at the bottom of each lane.
    private static ulong Lanes(ulong lane) => lane switch
    {
        ulong.MaxValue => 1,
        DoubleWords => 0x00000001_00000001,
        _ => 0x00010001_00010001,
    };
}
