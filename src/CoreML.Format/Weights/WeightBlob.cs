using System.Runtime.InteropServices;

namespace CoreML.Format;

/// <summary>One blob of a weight file: the packed elements of one tensor. Its shape is known only to the
/// specification.</summary>
public sealed class WeightBlob
{
    private WeightBlob(WeightFile file, long offset, ElementType type, long dataOffset, long size, int paddingBits)
    {
        File = file;
        Offset = offset;
        ElementType = type;
        DataOffset = dataOffset;
        SizeInBytes = size;
        PaddingBits = paddingBits;
    }

    /// <summary>The file that the blob is in.</summary>
    public WeightFile File { get; }

    /// <summary>Position of the blob's metadata record in the file, in bytes: what the specification refers to.</summary>
    public long Offset { get; }

    /// <summary>The type of the elements.</summary>
    public ElementType ElementType { get; }

    /// <summary>Position of the data in the file, in bytes.</summary>
    public long DataOffset { get; }

    /// <summary>Size of the data in bytes; elements narrower than a byte are packed.</summary>
    public long SizeInBytes { get; }

    /// <summary>Unused bits in the last byte, 0 to 7; 0 for types of whole bytes.</summary>
    public int PaddingBits { get; }

    /// <summary>The number of elements.</summary>
    public long ElementCount => ElementType.IsSubByte
        ? SizeInBytes / ElementType.BitWidth * 8 + (SizeInBytes % ElementType.BitWidth * 8 - PaddingBits) / ElementType.BitWidth
        : SizeInBytes / (ElementType.BitWidth / 8);

    internal static WeightBlob Read(WeightFile file, long offset)
    {
        if (offset < WeightHeader.Size || offset % WeightRecord.Alignment != 0 || offset > file.Length - WeightRecord.Size)
        {
            throw FormatDiagnostics.BlobNotFound.Error(
                file: file.Name,
                offset: offset,
                expected: $"a multiple of {WeightRecord.Alignment} from {WeightHeader.Size} on, and {WeightRecord.Size} bytes there",
                found: $"a file of {file.Length} bytes");
        }
        Span<byte> bytes = stackalloc byte[WeightRecord.Size];
        file.Read(offset, bytes);
        WeightRecord record = WeightRecord.Read(bytes);
        if (record.Sentinel != WeightRecord.ExpectedSentinel)
        {
            throw FormatDiagnostics.BlobNotFound.Error(
                file: file.Name, offset: offset, expected: $"0x{WeightRecord.ExpectedSentinel:X8}", found: $"0x{record.Sentinel:X8}");
        }
        if (!ElementTypeFacts.TryFromStorageCode(record.Type, out ElementType type))
        {
            throw FormatDiagnostics.BlobTypeUnknown.Error(
                file: file.Name, offset: offset + 4, expected: "a type from 1 to 17", found: $"{record.Type}");
        }
        CheckRange(file, offset, record);
        return new WeightBlob(
            file, offset, type, (long)record.DataOffset, (long)record.SizeInBytes, CheckSize(file, offset, type, record));
    }

    // Everything is compared unsigned and by subtraction, so that no declared number can overflow.
    private static void CheckRange(WeightFile file, long offset, WeightRecord record)
    {
        ulong length = (ulong)file.Length;
        bool inside = record.DataOffset <= length && record.SizeInBytes <= length - record.DataOffset;
        // Data may lie anywhere behind the header, but not over its own record.
        bool apart = record.DataOffset >= (ulong)offset + WeightRecord.Size
            || (record.DataOffset >= WeightHeader.Size && record.SizeInBytes <= (ulong)offset - Math.Min(record.DataOffset, (ulong)offset));
        if (!inside || !apart || record.DataOffset % WeightRecord.Alignment != 0)
        {
            throw FormatDiagnostics.BlobOutOfRange.Error(
                file: file.Name,
                offset: offset,
                expected: $"data inside the file's {file.Length} bytes, aligned to {WeightRecord.Alignment}, apart from header and record",
                found: $"{record.SizeInBytes} bytes at {record.DataOffset}");
        }
    }

    private static int CheckSize(WeightFile file, long offset, ElementType type, WeightRecord record)
    {
        ulong padding = type.IsSubByte ? record.PaddingBits : 0;
        bool whole = padding < 8
            && (record.SizeInBytes > 0 || padding == 0)
            && (UInt128.One * record.SizeInBytes * 8 - padding) % (UInt128)type.BitWidth == 0;
        return whole ? (int)padding : throw FormatDiagnostics.BlobMismatch.Error(
            file: file.Name,
            offset: offset,
            expected: $"a whole number of {type.Name} elements",
            found: padding == 0 ? $"{record.SizeInBytes} bytes" : $"{record.SizeInBytes} bytes less {padding} bits");
    }

    /// <summary>Reads the packed bytes of the whole blob.</summary>
    /// <param name="destination">Takes exactly <see cref="SizeInBytes"/> bytes.</param>
    /// <exception cref="ArgumentException"><paramref name="destination"/> has another length.</exception>
    /// <exception cref="CoreMLException">CML3004: the file has become shorter since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read(Span<byte> destination)
    {
        if (destination.Length != SizeInBytes)
        {
            throw new ArgumentException($"The blob has {SizeInBytes} bytes, the destination {destination.Length}.", nameof(destination));
        }
        Read(0, destination);
    }

    /// <summary>Reads some of the packed bytes.</summary>
    /// <param name="start">Position of the first byte in the blob.</param>
    /// <param name="destination">Takes as many bytes as it has room for.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the blob.</exception>
    /// <exception cref="CoreMLException">CML3004: the file has become shorter since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read(long start, Span<byte> destination)
    {
        CheckRange(start, destination.Length);
        File.Read(DataOffset + start, destination);
    }

    /// <summary>Reads some of the packed bytes without blocking a thread.</summary>
    /// <param name="start">Position of the first byte in the blob.</param>
    /// <param name="destination">Takes as many bytes as it has room for.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>A task that ends when the destination is filled.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The range does not lie in the blob.</exception>
    /// <exception cref="CoreMLException">CML3004: the file has become shorter since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public ValueTask ReadAsync(long start, Memory<byte> destination, CancellationToken cancellationToken = default)
    {
        CheckRange(start, destination.Length);
        return File.ReadAsync(DataOffset + start, destination, cancellationToken);
    }

    /// <summary>Reads all elements as they are kept, for types of whole bytes.</summary>
    /// <typeparam name="T">A type of the elements' width: <see cref="Half"/> for float16, <see cref="float"/> for float32,
    /// <see cref="BFloat16"/>, <see cref="sbyte"/>, <see cref="byte"/> and so on.</typeparam>
    /// <param name="destination">Takes exactly <see cref="ElementCount"/> elements.</param>
    /// <exception cref="ArgumentException">The type or the length does not fit.</exception>
    /// <exception cref="CoreMLException">CML3004: the file has become shorter since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public void Read<T>(Span<T> destination)
        where T : unmanaged
    {
        ElementClrTypes.Require<T>(ElementType);
        if (destination.Length != ElementCount)
        {
            throw new ArgumentException($"The blob has {ElementCount} elements, the destination {destination.Length}.", nameof(destination));
        }
        Read(MemoryMarshal.AsBytes(destination));
        if (!BitConverter.IsLittleEndian)
        {
            ElementClrTypes.ReverseEndianness(destination);
        }
    }

    /// <summary>Opens the packed bytes as a stream that can seek.</summary>
    /// <returns>The stream; it keeps the file readable until it is disposed.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public Stream OpenStream() => new WeightStream(this);

    /// <summary>Maps the elements into memory without copying them.</summary>
    /// <typeparam name="T">A type of the elements' width, as for <see cref="Read{T}"/>.</typeparam>
    /// <returns>The lease, to be disposed by the caller.</returns>
    /// <remarks>Another process that truncates the file while it is mapped brings this process down; use
    /// <see cref="Read{T}"/> for files that are not your own.</remarks>
    /// <exception cref="ArgumentException">The type does not fit, or the blob has more elements than a span can.</exception>
    /// <exception cref="NotSupportedException">The blob is not in a file on disk, or the machine is big-endian.</exception>
    /// <exception cref="CoreMLException">CML3004: the file has become shorter since it was opened.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public WeightLease<T> Map<T>()
        where T : unmanaged
    {
        ElementClrTypes.Require<T>(ElementType);
        return new WeightLease<T>(this);
    }

    private void CheckRange(long start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, SizeInBytes - count);
    }
}
