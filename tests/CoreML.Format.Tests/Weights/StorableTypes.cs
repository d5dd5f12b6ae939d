namespace CoreML.Format.Tests;

/// <summary>The element types of weight storage with their codes, as the format's documentation lists them.</summary>
internal static class StorableTypes
{
    public static TheoryData<ElementType, int> All => new()
    {
        { ElementType.Float16, 1 },
        { ElementType.Float32, 2 },
        { ElementType.UInt8, 3 },
        { ElementType.Int8, 4 },
        { ElementType.BFloat16, 5 },
        { ElementType.Int16, 6 },
        { ElementType.UInt16, 7 },
        { ElementType.Int4, 8 },
        { ElementType.UInt1, 9 },
        { ElementType.UInt2, 10 },
        { ElementType.UInt4, 11 },
        { ElementType.UInt3, 12 },
        { ElementType.UInt6, 13 },
        { ElementType.Int32, 14 },
        { ElementType.UInt32, 15 },
        { ElementType.Float8E4M3FN, 16 },
        { ElementType.Float8E5M2, 17 },
    };

    /// <summary>Bytes for so many elements, none of them like its neighbour, padding bits zero.</summary>
    public static byte[] Packed(ElementType type, int elementCount)
    {
        byte[] bytes = [.. Enumerable.Range(0, (elementCount * type.BitWidth + 7) / 8).Select(i => (byte)(i * 37 + 11))];
        int unused = bytes.Length * 8 - elementCount * type.BitWidth;
        if (unused > 0)
        {
            bytes[^1] &= (byte)(0xFF >> unused);
        }
        return bytes;
    }
}
