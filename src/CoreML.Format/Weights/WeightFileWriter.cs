using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>
/// Writes a weight file, blob behind blob. The places of blobs are given out in order; their data may be written from
/// several threads at once.
/// </summary>
public sealed class WeightFileWriter : IDisposable
{
    private readonly SafeFileHandle _handle;
    private readonly WeightFileLayout _layout = new();
    private readonly Lock _gate = new();
    private bool _completed;

    private WeightFileWriter(SafeFileHandle handle)
    {
        _handle = handle;
    }

    /// <summary>Starts a weight file.</summary>
    /// <param name="path">Where to; a file that is there already is overwritten.</param>
    /// <returns>The writer, to be disposed by the caller.</returns>
    /// <exception cref="IOException">The file cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be written.</exception>
    public static WeightFileWriter Create(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        // ext4 writes files that were ever cut to nothing to the disk when they are closed, even if they are new.
        FileMode mode = File.Exists(path) ? FileMode.Create : FileMode.CreateNew;
        return new WeightFileWriter(File.OpenHandle(path, mode, FileAccess.ReadWrite, FileShare.None));
    }

    /// <summary>Appends a blob.</summary>
    /// <param name="type">A type that weight storage can hold.</param>
    /// <param name="packed">Its packed elements, little endian.</param>
    /// <param name="elementCount">Number of elements.</param>
    /// <returns>The position of the blob's record: what a specification refers to.</returns>
    /// <exception cref="ArgumentException">The length is not that of so many elements, or the type cannot be stored.</exception>
    public long Append(ElementType type, ReadOnlySpan<byte> packed, long elementCount)
    {
        WeightReservation reservation = Reserve(type, elementCount);
        if (packed.Length != reservation.SizeInBytes)
        {
            throw new ArgumentException(
                $"{elementCount} elements of {type.Name} take {reservation.SizeInBytes} bytes, not {packed.Length}.", nameof(packed));
        }
        reservation.Write(0, packed);
        return reservation.Offset;
    }

    /// <summary>Appends a blob, copied piece by piece.</summary>
    /// <param name="content">Where its elements are.</param>
    /// <param name="cancellationToken">Stops the copying.</param>
    /// <returns>The position of the blob's record.</returns>
    public long Append(WeightContent content, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(content);
        WeightReservation reservation = Reserve(content.ElementType, content.ElementCount);
        reservation.Write(content, cancellationToken);
        return reservation.Offset;
    }

    /// <summary>Gives out the place of the next blob and writes its record; its data may be written later, in pieces,
    /// from any thread.</summary>
    /// <param name="type">A type that weight storage can hold.</param>
    /// <param name="elementCount">Number of elements, not negative.</param>
    /// <returns>The place. All of it must be written before <see cref="Complete"/>.</returns>
    /// <exception cref="ArgumentException">The type cannot be stored.</exception>
    /// <exception cref="InvalidOperationException">The file is complete.</exception>
    public WeightReservation Reserve(ElementType type, long elementCount)
    {
        if (!type.IsStorable)
        {
            throw new ArgumentException($"Weight files cannot hold {type.Name}.", nameof(type));
        }
        ArgumentOutOfRangeException.ThrowIfNegative(elementCount);
        long offset;
        lock (_gate)
        {
            if (_completed)
            {
                throw new InvalidOperationException("The weight file is complete; its header states the number of blobs.");
            }
            offset = _layout.Add(type, elementCount);
        }
        var record = WeightRecord.Of(type, elementCount, offset + WeightRecord.Size);
        Span<byte> bytes = stackalloc byte[WeightRecord.Size];
        record.Write(bytes);
        RandomAccess.Write(_handle, bytes, offset);
        return new WeightReservation(_handle, offset, record);
    }

    /// <summary>Writes the header. Without it the file is not a weight file, and with it no blob can be added.</summary>
    public void Complete()
    {
        lock (_gate)
        {
            _completed = true;
        }
        Span<byte> bytes = stackalloc byte[WeightHeader.Size];
        new WeightHeader(_layout.Count, WeightHeader.CurrentVersion).Write(bytes);
        RandomAccess.Write(_handle, bytes, 0);
        if (RandomAccess.GetLength(_handle) < _layout.Length)
        {
            RandomAccess.SetLength(_handle, _layout.Length);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose() => _handle.Dispose();
}
