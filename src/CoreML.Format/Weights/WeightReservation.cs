using System.Buffers;
using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>The place of a blob in a weight file that is being written.</summary>
public sealed class WeightReservation
{
    private const int CopyBytes = 1 << 20;

    private readonly SafeFileHandle _handle;
    private readonly byte _lastByteMask;

    internal WeightReservation(SafeFileHandle handle, long offset, WeightRecord record)
    {
        _handle = handle;
        _lastByteMask = record.LastByteMask;
        Offset = offset;
        SizeInBytes = (long)record.SizeInBytes;
    }

    /// <summary>The position of the blob's record: what a specification refers to.</summary>
    public long Offset { get; }

    /// <summary>Size of the blob's data in bytes.</summary>
    public long SizeInBytes { get; }

    /// <summary>Writes all of the data, piece by piece.</summary>
    internal void Write(WeightContent content, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(CopyBytes, Math.Max(content.SizeInBytes, 1)));
        try
        {
            for (long position = 0; position < content.SizeInBytes;)
            {
                cancellation.ThrowIfCancellationRequested();
                int count = (int)Math.Min(buffer.Length, content.SizeInBytes - position);
                content.Read(position, buffer.AsSpan(0, count));
                Write(position, buffer.AsSpan(0, count));
                position += count;
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    /// <summary>Writes some of the data; several threads may do so at once.</summary>
    /// <param name="start">Position of the first byte in the data.</param>
    /// <param name="packed">The bytes. Bits of the last byte that belong to no element are written as 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the data.</exception>
    /// <exception cref="IOException">The disk is full, or the file cannot be written.</exception>
    public void Write(long start, ReadOnlySpan<byte> packed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, SizeInBytes - packed.Length);
        long position = Offset + WeightRecord.Size + start;
        bool hasStrayBits = start + packed.Length == SizeInBytes && packed is [.., var last] && (last & ~_lastByteMask) != 0;
        if (hasStrayBits)
        {
            RandomAccess.Write(_handle, [(byte)(packed[^1] & _lastByteMask)], position + packed.Length - 1);
            packed = packed[..^1];
        }
        RandomAccess.Write(_handle, packed, position);
    }
}
