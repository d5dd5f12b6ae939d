using System.Buffers.Binary;

namespace Digits.Training;

/// <summary>
/// The weights of a package, version 2, little endian: a header of 64 bytes (count, version), then for each blob a
/// record of 64 bytes (marker, type, size, offset of the data) and its data, both on multiples of 64.
/// </summary>
internal sealed class WeightFile
{
    private const int Alignment = 64;
    private const uint Version = 2;
    private const uint RecordMarker = 0xDEADBEEF;
    private const uint Float16 = 1;

    private byte[] _bytes = new byte[Alignment];
    private uint _count;

    /// <summary>Adds the values as fp16 and returns the offset by which a program refers to them.</summary>
    public ulong Add(ReadOnlySpan<float> values)
    {
        int record = (_bytes.Length + Alignment - 1) / Alignment * Alignment;
        int data = record + Alignment;
        int size = values.Length * sizeof(ushort);
        Array.Resize(ref _bytes, data + size);

        Span<byte> header = _bytes.AsSpan(record);
        BinaryPrimitives.WriteUInt32LittleEndian(header, RecordMarker);
        BinaryPrimitives.WriteUInt32LittleEndian(header[4..], Float16);
        BinaryPrimitives.WriteUInt64LittleEndian(header[8..], (ulong)size);
        BinaryPrimitives.WriteUInt64LittleEndian(header[16..], (ulong)data);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteHalfLittleEndian(_bytes.AsSpan(data + (i * sizeof(ushort))), (Half)values[i]);
        }

        _count++;
        return (ulong)record;
    }

    /// <summary>The whole file.</summary>
    public byte[] ToArray()
    {
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, _count);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), Version);
        return [.. _bytes];
    }
}
