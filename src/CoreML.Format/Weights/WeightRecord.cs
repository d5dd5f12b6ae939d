using static System.Buffers.Binary.BinaryPrimitives;

namespace CoreML.Format;

/// <summary>The metadata record of a blob; the specification refers to a blob by the position of this record.</summary>
/// <remarks><code>
///  0  u32  sentinel    0xDEADBEEF
///  4  u32  type        see ElementTypeFacts
///  8  u64  sizeInBytes whole bytes of data, without padding to 64
/// 16  u64  offset      of the data, from the start of the file
/// 24  u64  paddingBits unused bits in the last byte; meaningful for types narrower than a byte only, because
///                      writers before iOS 18 left garbage here
/// 32  u64  × 4         reserved, garbage in older files
/// 64
/// </code></remarks>
internal readonly record struct WeightRecord(uint Sentinel, uint Type, ulong SizeInBytes, ulong DataOffset, ulong PaddingBits)
{
    public const int Size = 64;
    public const uint ExpectedSentinel = 0xDEADBEEF;

    /// <summary>Records and data start at multiples of this.</summary>
    public const int Alignment = 64;

    /// <summary>The bits of the last byte that belong to elements; the others are written as 0.</summary>
    public byte LastByteMask => (byte)(0xFF >> (int)PaddingBits);

    /// <summary>The next multiple of the alignment.</summary>
    public static long Align(long position) => checked(position + (Alignment - 1)) & ~(Alignment - 1L);

    /// <summary>The record of a blob that is about to be written.</summary>
    public static WeightRecord Of(ElementType type, long elementCount, long dataOffset)
    {
        // Only the last byte can have unused bits: eight elements of any width fill whole bytes.
        int used = type.IsSubByte ? (int)(elementCount % 8) * type.BitWidth : 0;
        return new WeightRecord(
            ExpectedSentinel,
            (uint)type.StorageCode,
            (ulong)type.ByteCount(elementCount),
            (ulong)dataOffset,
            (ulong)((8 - used % 8) % 8));
    }

    public static WeightRecord Read(ReadOnlySpan<byte> bytes) => new(
        ReadUInt32LittleEndian(bytes),
        ReadUInt32LittleEndian(bytes[4..]),
        ReadUInt64LittleEndian(bytes[8..]),
        ReadUInt64LittleEndian(bytes[16..]),
        ReadUInt64LittleEndian(bytes[24..]));

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        WriteUInt32LittleEndian(bytes, Sentinel);
        WriteUInt32LittleEndian(bytes[4..], Type);
        WriteUInt64LittleEndian(bytes[8..], SizeInBytes);
        WriteUInt64LittleEndian(bytes[16..], DataOffset);
        WriteUInt64LittleEndian(bytes[24..], PaddingBits);
    }
}
