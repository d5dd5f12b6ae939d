using System.IO.MemoryMappedFiles;

namespace CoreML.Format;

/// <summary>The elements of a blob, mapped into memory. The mapping ends when the lease is disposed.</summary>
/// <typeparam name="T">The .NET type of the elements.</typeparam>
public sealed unsafe class WeightLease<T> : IDisposable
    where T : unmanaged
{
    private readonly MemoryMappedFile? _file;
    private readonly MemoryMappedViewAccessor? _view;
    private readonly IDisposable _reference;
    private readonly int _length;
    private byte* _pointer;
    private bool _disposed;

    internal WeightLease(WeightBlob blob)
    {
        if (blob.File.Handle is not { } handle || !BitConverter.IsLittleEndian)
        {
            throw new NotSupportedException("Only blobs of files on disk can be mapped, and only on little-endian machines.");
        }
        if (blob.ElementCount > int.MaxValue)
        {
            throw new ArgumentException($"A span cannot have {blob.ElementCount} elements.", nameof(blob));
        }
        _reference = blob.File.AddReference();
        _length = (int)blob.ElementCount;
        if (_length == 0)
        {
            return;
        }
        try
        {
            // What lies behind the end of the file cannot be touched without an end to the process.
            if (RandomAccess.GetLength(handle) < blob.DataOffset + blob.SizeInBytes)
            {
                throw blob.File.BecameShorter(blob.DataOffset, blob.SizeInBytes);
            }
            _file = MemoryMappedFile.CreateFromFile(
                handle, null, 0, MemoryMappedFileAccess.Read, HandleInheritability.None, leaveOpen: true);
            _view = _file.CreateViewAccessor(blob.DataOffset, blob.SizeInBytes, MemoryMappedFileAccess.Read);
            _view.SafeMemoryMappedViewHandle.AcquirePointer(ref _pointer);
            _pointer += _view.PointerOffset;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>The elements; not to be used after the lease is disposed.</summary>
    /// <exception cref="ObjectDisposedException">The lease is disposed.</exception>
    public ReadOnlySpan<T> Span
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            return new ReadOnlySpan<T>(_pointer, _length);
        }
    }

    /// <summary>Number of elements.</summary>
    public int Length => _length;

    /// <summary>Ends the mapping.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        if (_pointer is not null)
        {
            _view!.SafeMemoryMappedViewHandle.ReleasePointer();
        }
        _view?.Dispose();
        _file?.Dispose();
        _reference.Dispose();
    }
}
