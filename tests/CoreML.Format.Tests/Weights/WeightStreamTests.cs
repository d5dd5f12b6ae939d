namespace CoreML.Format.Tests;

public sealed class WeightStreamTests
{
    private static readonly byte[] Content = [10, 11, 12, 13];

    private readonly WeightFile _file;

    public WeightStreamTests()
    {
        RawWeights weights = new RawWeights(140).Record();
        Content.CopyTo(weights.Bytes, 128);
        _file = weights.Open();
    }

    private Stream Open() => _file.GetBlob(64).OpenStream();

    [Fact]
    public void Is_read_to_its_end()
    {
        using Stream stream = Open();
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        Assert.Equal(Content, copy.ToArray());
        Assert.Equal(4, stream.Length);
        Assert.Equal(0, stream.Read(new byte[3]));
        Assert.Equal(-1, stream.ReadByte());
    }

    [Fact]
    public async Task Is_read_without_blocking()
    {
        using Stream stream = Open();
        byte[] read = new byte[8];
        Assert.Equal(4, await stream.ReadAtLeastAsync(read, 8, throwOnEndOfStream: false));
        Assert.Equal([.. Content, 0, 0, 0, 0], read);
        Assert.Equal(0, await stream.ReadAsync(read.AsMemory(0, 1)));
        stream.Position = 0;
        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            async () => await stream.ReadExactlyAsync(read, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void Seeks()
    {
        using Stream stream = Open();
        Assert.Equal(2, stream.Seek(-2, SeekOrigin.End));
        Assert.Equal(12, stream.ReadByte());
        Assert.Equal(1, stream.Seek(-2, SeekOrigin.Current));
        Assert.Equal(11, stream.ReadByte());
        Assert.Equal(100, stream.Seek(100, SeekOrigin.Begin));
        Assert.Equal(-1, stream.ReadByte());
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Position = -1);
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Seek(-5, SeekOrigin.End));
        Assert.Throws<ArgumentOutOfRangeException>(() => stream.Seek(0, (SeekOrigin)9));
    }

    [Fact]
    public void Is_read_only()
    {
        using Stream stream = Open();
        Assert.Equal((true, true, false), (stream.CanRead, stream.CanSeek, stream.CanWrite));
        Assert.Throws<NotSupportedException>(() => stream.SetLength(1));
        Assert.Throws<NotSupportedException>(() => stream.WriteByte(1));
    }

    [Fact]
    public void Keeps_the_file_readable()
    {
        Stream stream = Open();
        _file.Dispose();
        Assert.Equal(10, stream.ReadByte());
        stream.Dispose();
        Assert.Throws<ObjectDisposedException>(() => stream.ReadByte());
    }
}
