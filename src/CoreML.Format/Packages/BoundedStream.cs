namespace CoreML.Format;

/// <summary>An expanding zip entry that may not yield more bytes than its directory declares.</summary>
internal sealed class BoundedStream(Stream inner, long length, string file) : Stream
{
    private long _position;

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
        if (_position > length)
        {
            throw FormatDiagnostics.ArchiveInvalid.Error(
                file: file, expected: $"{length} bytes as declared", found: "more");
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
