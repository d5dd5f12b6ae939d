namespace CoreML.Format;

/// <summary>Reads numbers and fields from bytes that the scanner has passed, so that all is known to be complete.</summary>
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

    /// <summary>Passes the value of a field whose tag has been read. The tags at the ends of a group have none.</summary>
    /// <returns>The value; of a text, bytes or a message without its length.</returns>
    public static ReadOnlySpan<byte> Pass(ReadOnlySpan<byte> bytes, ulong tag, ref int position)
    {
        int start = position;
        switch (tag & 7)
        {
            case 0:
                Read(bytes, ref position);
                break;
            case 1:
                position += 8;
                break;
            case 2:
                int length = (int)Read(bytes, ref position);
                start = position;
                position += length;
                break;
            case 5:
                position += 4;
                break;
        }
        return bytes[start..position];
    }
}
