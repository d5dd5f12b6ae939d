namespace CoreML.Format;

/// <summary>The packed bytes of a blob as a stream.</summary>
internal sealed class WeightStream(WeightBlob blob) : Stream
{
    private readonly IDisposable _reference = blob.File.AddReference();
    private long _position;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => blob.SizeInBytes;

    public override long Position
    {
        get => _position;
        set
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _position = value;
        }
    }

    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    public override int Read(Span<byte> buffer)
    {
        int count = Available(buffer.Length);
        blob.Read(Math.Min(_position, Length), buffer[..count]);
        _position += count;
        return count;
    }

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        int count = Available(buffer.Length);
        await blob.ReadAsync(Math.Min(_position, Length), buffer[..count], cancellationToken).ConfigureAwait(false);
        _position += count;
        return count;
    }

    private int Available(int wanted) => (int)Math.Clamp(Length - _position, 0, wanted);

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => _position + offset,
        SeekOrigin.End => Length + offset,
        _ => throw new ArgumentOutOfRangeException(nameof(origin)),
    };

    public override void Flush()
    {
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _reference.Dispose();
        }
        base.Dispose(disposing);
    }
}
