using CoreML.Format;

namespace CoreML.Builder;

/// <summary>Elements in a file, which stays open as long as this is in use.</summary>
internal sealed class FileContent(FileSource file, long position, ElementType type, long count) : WeightContent(type, count)
{
    public override void Read(long start, Span<byte> destination) => file.Read(position + start, destination);
}

/// <summary>Elements in a stream of the caller.</summary>
internal sealed class StreamContent(Stream stream, ElementType type, long count) : WeightContent(type, count)
{
    private readonly long _position = stream.Position;

    public override void Read(long start, Span<byte> destination)
    {
        lock (stream)
        {
            stream.Position = _position + start;
            stream.ReadExactly(destination);
        }
    }
}
