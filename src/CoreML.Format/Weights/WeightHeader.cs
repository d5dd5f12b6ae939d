using static System.Buffers.Binary.BinaryPrimitives;

namespace CoreML.Format;

/// <summary>The header of a weight file: blob storage version 2, little endian.</summary>
/// <remarks><code>
///  0  u32  count       number of blobs
///  4  u32  version     2
///  8  u64  × 7         reserved
/// 64
/// </code></remarks>
internal readonly record struct WeightHeader(uint Count, uint Version)
{
    public const int Size = 64;
    public const uint CurrentVersion = 2;

    public static WeightHeader Read(ReadOnlySpan<byte> bytes) =>
        new(ReadUInt32LittleEndian(bytes), ReadUInt32LittleEndian(bytes[4..]));

    public void Write(Span<byte> bytes)
    {
        bytes[..Size].Clear();
        WriteUInt32LittleEndian(bytes, Count);
        WriteUInt32LittleEndian(bytes[4..], Version);
    }
}
