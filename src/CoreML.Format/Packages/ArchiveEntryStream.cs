namespace CoreML.Format;

/// <summary>An expanding zip entry that, read to its end, must yield the bytes whose number and checksum the archive's
/// directory declares.</summary>
internal sealed class ArchiveEntryStream(Stream inner, long length, uint checksum, string file) : Stream
{
    private long _position;
    private Crc32 _checksum = new();

    public override bool CanRead => true;

    public override bool CanSeek => false;

    public override bool CanWrite => false;

    public override long Length => throw new NotSupportedException();

    public override long Position
    {
        get => _position;
        set => throw new NotSupportedException();
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int read;
        try
        {
            read = inner.Read(buffer);
        }
        catch (InvalidDataException exception)
        {
            throw FormatDiagnostics.ArchiveInvalid.Error(file: file, offset: _position, found: exception.Message, inner: exception);
        }
        _position += read;
        _checksum.Append(buffer[..read]);
        bool atEnd = read == 0 && buffer.Length > 0;
        if (_position > length || (atEnd && _position < length))
        {
            throw FormatDiagnostics.ArchiveInvalid.Error(
                file: file, expected: $"{length} bytes as declared", found: atEnd ? $"{_position}" : "more");
        }
        if (atEnd && _checksum.Value != checksum)
        {
            throw FormatDiagnostics.ArchiveInvalid.Error(
                file: file, expected: $"the checksum {checksum:X8}", found: $"{_checksum.Value:X8}");
        }
        return read;
    }

    public override void Flush()
    {
    }

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            inner.Dispose();
        }
        base.Dispose(disposing);
    }
}
