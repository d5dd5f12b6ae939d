using System.Collections.Concurrent;
using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>
/// A weight file: blob storage version 2. Reads are positioned and may come from several threads at once.
/// </summary>
/// <remarks>The file is reference counted: <see cref="AddReference"/> keeps it readable after its owner has disposed
/// it. Once nobody holds it, reading throws <see cref="ObjectDisposedException"/>.</remarks>
public sealed class WeightFile : IDisposable
{
    private readonly ConcurrentDictionary<long, WeightBlob> _blobs = new();
    private RandomAccessSource _source;
    private int _references = 1;
    private int _disposed;
    private bool _closed;

    internal WeightFile(RandomAccessSource source, string name)
    {
        _source = source;
        Name = name;
        try
        {
            Count = ReadHeader().Count;
        }
        catch
        {
            source.Dispose();
            throw;
        }
    }

    /// <summary>What messages call the file: its path, or its path in the package.</summary>
    public string Name { get; }

    /// <summary>Size of the file in bytes.</summary>
    public long Length => _source.Length;

    /// <summary>The number of blobs that the header states. It is a statement only; reading does not rely on it.</summary>
    public uint Count { get; }

    /// <summary>The open file, if it is one on disk.</summary>
    internal SafeFileHandle? Handle => _source.Handle;

    /// <summary>Opens a weight file. Only its header is read.</summary>
    /// <param name="path">The file.</param>
    /// <returns>The file, to be disposed by the caller.</returns>
    /// <exception cref="CoreMLException">CML3001: there is no such file. CML3002: it is not a weight file. CML1002: it
    /// cannot be read.</exception>
    public static WeightFile Open(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return new WeightFile(FileSource.Open(path, path), path);
    }

    private WeightHeader ReadHeader()
    {
        Span<byte> bytes = stackalloc byte[WeightHeader.Size];
        if (Length < WeightHeader.Size)
        {
            throw FormatDiagnostics.WeightFileInvalid.Error(
                file: Name, offset: 0, expected: $"a header of {WeightHeader.Size} bytes", found: $"{Length} bytes");
        }
        _source.Read(0, bytes);
        if (bytes.StartsWith("version https://git-lfs"u8))
        {
            throw FormatDiagnostics.WeightFileInvalid.Error(
                file: Name, offset: 0, expected: "a weight file", found: "a Git LFS pointer",
                advice: "Fetch the file itself: git lfs pull.");
        }
        WeightHeader header = WeightHeader.Read(bytes);
        if (header.Version != WeightHeader.CurrentVersion)
        {
            throw FormatDiagnostics.WeightFileInvalid.Error(
                file: Name, offset: 4, expected: $"storage version {WeightHeader.CurrentVersion}", found: $"{header.Version}");
        }
        return header;
    }

    /// <summary>The blob whose metadata record is at an offset.</summary>
    /// <param name="offset">Position of the record in bytes, as the specification gives it.</param>
    /// <returns>The blob; the same object for the same offset.</returns>
    /// <exception cref="CoreMLException">CML3003: there is no record at the offset. CML3004: its data lies outside the file or
    /// over the record or the header. CML3005: its type is unknown. CML3006: its size does not fit its type.</exception>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public WeightBlob GetBlob(long offset)
    {
        ThrowIfClosed();
        // The factory may run twice when two threads ask at once; both results mean the same.
        return _blobs.GetOrAdd(offset, static (offset, file) => WeightBlob.Read(file, offset), this);
    }

    /// <summary>Every blob, found by walking from one to the next.</summary>
    /// <remarks>Writers put each blob behind the one before. The walk never goes back. A file with gaps ends the walk with a diagnostic; blobs can
    /// still be had one by one through <see cref="GetBlob"/>.</remarks>
    /// <exception cref="CoreMLException">CML3003 to CML3006, when the walk comes to such a blob.</exception>
    public IEnumerable<WeightBlob> Blobs
    {
        get
        {
            long position = WeightHeader.Size;
            while (position < Length)
            {
                WeightBlob blob = GetBlob(position);
                yield return blob;
                // Data that lies before its record would lead round in a circle.
                position = Math.Max(blob.Offset + WeightRecord.Size, WeightRecord.Align(blob.DataOffset + blob.SizeInBytes));
            }
        }
    }

    /// <summary>Fills the destination from the position on.</summary>
    internal void Read(long position, Span<byte> destination)
    {
        Acquire();
        try
        {
            _source.Read(position, destination);
        }
        catch (EndOfStreamException exception)
        {
            throw BecameShorter(position, destination.Length, exception);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>Fills the destination from the position on without blocking a thread.</summary>
    internal async ValueTask ReadAsync(long position, Memory<byte> destination, CancellationToken cancellation)
    {
        Acquire();
        try
        {
            await _source.ReadAsync(position, destination, cancellation).ConfigureAwait(false);
        }
        catch (EndOfStreamException exception)
        {
            throw BecameShorter(position, destination.Length, exception);
        }
        finally
        {
            Release();
        }
    }

    /// <summary>The error of a range that lay in the file when it was opened.</summary>
    internal CoreMLException BecameShorter(long position, long count, Exception? inner = null) => FormatDiagnostics.BlobOutOfRange.Error(
        "The weight file has become shorter since it was opened.",
        file: Name,
        offset: position,
        expected: $"{count} bytes",
        found: "the end of the file",
        advice: "Another program is changing the file; wait for it to finish and open the model again.",
        inner: inner);

    /// <summary>Keeps the file readable until the result is disposed, whatever its owner does.</summary>
    /// <returns>The reference, to be disposed by the caller.</returns>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public IDisposable AddReference()
    {
        Acquire();
        return new Reference(this);
    }

    /// <summary>Gives up the owner's hold; the file closes when nobody holds a reference any more.</summary>
    public void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    /// <summary>Closes the file whoever holds it, because it is about to be replaced on disk: Windows does not let go of a
    /// name that is open.</summary>
    internal void Close()
    {
        Volatile.Write(ref _closed, true);
        _source.Dispose();
    }

    /// <summary>Takes a <see cref="Close"/> back, because the file was not replaced after all.</summary>
    /// <param name="open">Opens the same file again.</param>
    internal void Reopen(Func<RandomAccessSource> open)
    {
        if (Volatile.Read(ref _references) > 0)
        {
            _source = open();
            Volatile.Write(ref _closed, false);
        }
    }

    private void Acquire()
    {
        int count;
        do
        {
            ThrowIfClosed();
            count = Volatile.Read(ref _references);
        }
        while (count == 0 || Interlocked.CompareExchange(ref _references, count + 1, count) != count);
    }

    private void ThrowIfClosed() =>
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) || Volatile.Read(ref _references) == 0, this);

    private void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            _source.Dispose();
        }
    }

    private sealed class Reference(WeightFile file) : IDisposable
    {
        private WeightFile? _file = file;

        public void Dispose() => Interlocked.Exchange(ref _file, null)?.Release();
    }
}
