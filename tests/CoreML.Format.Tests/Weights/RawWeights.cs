using System.Buffers.Binary;

namespace CoreML.Format.Tests;

/// <summary>A weight file in memory whose every number can be set, also to what no writer would write.</summary>
internal sealed class RawWeights
{
    private readonly byte[] _bytes;

    public RawWeights(int length, uint count = 1, uint version = 2)
    {
        _bytes = new byte[length];
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes, count);
        BinaryPrimitives.WriteUInt32LittleEndian(_bytes.AsSpan(4), version);
    }

    public byte[] Bytes => _bytes;

    /// <summary>A well formed record with 4 bytes of uint8 data behind it, unless told otherwise.</summary>
    public RawWeights Record(
        int at = 64,
        uint sentinel = 0xDEADBEEF,
        uint type = 3,
        ulong size = 4,
        ulong? offset = null,
        ulong padding = 0)
    {
        Span<byte> record = _bytes.AsSpan(at);
        BinaryPrimitives.WriteUInt32LittleEndian(record, sentinel);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], type);
        BinaryPrimitives.WriteUInt64LittleEndian(record[8..], size);
        BinaryPrimitives.WriteUInt64LittleEndian(record[16..], offset ?? (ulong)at + 64);
        BinaryPrimitives.WriteUInt64LittleEndian(record[24..], padding);
        return this;
    }

    public WeightFile Open() => new(new MemorySource(_bytes), "weight.bin");
}
