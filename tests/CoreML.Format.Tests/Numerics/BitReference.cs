namespace CoreML.Format.Tests;

/// <summary>Packing bit by bit: slow, and plainly right.</summary>
internal static class BitReference
{
    public static byte[] Pack(ReadOnlySpan<byte> values, int bits)
    {
        byte[] packed = new byte[(values.Length * bits + 7) / 8];
        for (int i = 0; i < values.Length * bits; i++)
        {
            int bit = values[i / bits] >> (i % bits) & 1;
            packed[i / 8] |= (byte)(bit << (i % 8));
        }
        return packed;
    }

    public static byte[] Unpack(ReadOnlySpan<byte> packed, int bits, int first, int count)
    {
        byte[] values = new byte[count];
        for (int i = 0; i < count * bits; i++)
        {
            int position = first * bits + i;
            int bit = packed[position / 8] >> (position % 8) & 1;
            values[i / bits] |= (byte)(bit << (i % bits));
        }
        return values;
    }
}
