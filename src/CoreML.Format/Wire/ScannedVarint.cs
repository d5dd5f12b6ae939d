namespace CoreML.Format;

/// <summary>Reads numbers from bytes that the scanner has passed, so that they are known to be complete.</summary>
internal static class ScannedVarint
{
    /// <summary>The number at the position, which moves behind it.</summary>
    public static ulong Read(ReadOnlySpan<byte> bytes, ref int position)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }
}
