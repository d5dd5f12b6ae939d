using System.Buffers.Binary;

namespace CoreML.Format;

internal static partial class BitPacking
{
    /// <summary>Unpacks values that are packed as neural networks keep them: from the most significant bit downward, the
    /// opposite of weight files.</summary>
    /// <param name="packed">The packed values, from a byte border on.</param>
    /// <param name="bits">1 to 8.</param>
    /// <param name="values">Takes one value a byte, upper bits 0.</param>
    public static void UnpackHighFirst(ReadOnlySpan<byte> packed, int bits, Span<byte> values)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(((long)values.Length * bits + 7) / 8, packed.Length);
        if (bits == 8)
        {
            packed[..values.Length].CopyTo(values);
            return;
        }
        // Read with its first byte on top, a word holds the values in reverse order of the other packing.
        int unused = 64 - 8 * bits;
        while (values.Length >= 8 && packed.Length >= 8)
        {
            ulong word = BinaryPrimitives.ReadUInt64BigEndian(packed) >> unused;
            BinaryPrimitives.WriteUInt64BigEndian(values, Spread<ulong, Words64>(word, bits));
            values = values[8..];
            packed = packed[bits..];
        }
        Span<byte> eight = stackalloc byte[8];
        while (!values.IsEmpty)
        {
            int count = Math.Min(values.Length, 8);
            int bytes = Math.Min(bits, packed.Length);
            eight.Clear();
            packed[..bytes].CopyTo(eight);
            ulong word = BinaryPrimitives.ReadUInt64BigEndian(eight) >> unused;
            BinaryPrimitives.WriteUInt64BigEndian(eight, Spread<ulong, Words64>(word, bits));
            eight[..count].CopyTo(values);
            values = values[count..];
            packed = packed[bytes..];
        }
    }

    /// <summary>Packs values as neural networks keep them: from the most significant bit downward.</summary>
    /// <param name="values">The values, one a byte, each below 2 to the power of <paramref name="bits"/>.</param>
    /// <param name="bits">1 to 8.</param>
    /// <returns>The packed values; unused bits at the end are 0.</returns>
    public static byte[] PackHighFirst(ReadOnlySpan<byte> values, int bits)
    {
        var packed = new byte[checked((int)(((long)values.Length * bits + 7) / 8))];
        if (bits == 8)
        {
            values.CopyTo(packed);
            return packed;
        }
        int filled = 0;
        uint open = 0;
        int at = 0;
        foreach (byte value in values)
        {
            open = (open << bits) | value;
            filled += bits;
            if (filled >= 8)
            {
                filled -= 8;
                packed[at++] = (byte)(open >> filled);
            }
        }
        if (filled > 0)
        {
            packed[at] = (byte)(open << (8 - filled));
        }
        return packed;
    }
}
