namespace CoreML.Format;

/// <summary>Bytes in memory.</summary>
internal sealed class MemorySource(ReadOnlyMemory<byte> bytes) : RandomAccessSource
{
    public override long Length => bytes.Length;

    public override void Read(long position, Span<byte> destination)
    {
        if (position < 0 || position > bytes.Length - destination.Length)
        {
            throw new EndOfStreamException();
        }
        bytes.Span.Slice((int)position, destination.Length).CopyTo(destination);
    }

    public override void Dispose()
    {
    }
}
