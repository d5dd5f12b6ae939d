namespace CoreML.Format.Tests;

public sealed class PlannedWeightFileTests : IDisposable
{
    private static readonly (ElementType Type, int Count)[] Blobs =
    [
        (ElementType.Float32, 3),
        (ElementType.UInt3, 5),
        (ElementType.UInt8, 0),
        (ElementType.Int4, 128),
        (ElementType.UInt8, 1),
    ];

    private readonly TemporaryFolder _folder = new();
    private readonly PlannedWeightFile _planned = new();
    private readonly byte[] _written;

    public PlannedWeightFileTests()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            foreach ((ElementType type, int count) in Blobs)
            {
                var content = WeightContent.FromMemory(type, StorableTypes.Packed(type, count), count);
                Assert.Equal(writer.Append(content), _planned.Add(content));
            }
            writer.Complete();
        }
        _written = File.ReadAllBytes(_folder["w"]);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Is_what_the_writer_writes()
    {
        using var copy = new MemoryStream();
        _planned.CopyTo(copy, CancellationToken.None);
        Assert.Equal(_written, copy.ToArray());
        Assert.Equal(_written.Length, _planned.Length);
    }

    [Fact]
    public void Reads_right_at_every_place_and_length()
    {
        for (int start = 0; start <= _written.Length; start++)
        {
            for (int length = 0; length <= _written.Length - start; length++)
            {
                byte[] read = new byte[length];
                Array.Fill(read, (byte)0xEE);
                _planned.Read(start, read);
                if (!read.AsSpan().SequenceEqual(_written.AsSpan(start, length)))
                {
                    Assert.Fail($"{length} bytes at {start} differ.");
                }
            }
        }
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 100_000)]
    [InlineData(long.MaxValue, 1)]
    public void Place_outside_is_refused(long start, int length) =>
        Assert.Throws<EndOfStreamException>(() => _planned.Read(start, new byte[length]));

    [Fact]
    public void Is_a_weight_file()
    {
        using var file = new WeightFile(_planned, "planned");
        Assert.Equal(Blobs, file.Blobs.Select(blob => (blob.ElementType, (int)blob.ElementCount)));
    }

    [Fact]
    public void No_blobs_are_a_header()
    {
        byte[] read = new byte[64];
        new PlannedWeightFile().Read(0, read);
        Assert.Equal([0, 0, 0, 0, 2, .. new byte[59]], read);
    }

    [Fact]
    public void Blobs_beyond_four_gigabytes()
    {
        const long Size = 5L << 30;
        var planned = new PlannedWeightFile();
        planned.Add(new Counting(Size));
        long second = planned.Add(new Counting(3));

        Assert.Equal(128 + Size, second);
        using var file = new WeightFile(planned, "planned");
        Assert.Equal([Size, 3L], file.Blobs.Select(blob => blob.ElementCount));
        byte[] read = new byte[4];
        file.GetBlob(64).Read(Size - 4, read);
        Assert.Equal([252, 253, 254, 255], read);
        byte[] across = new byte[67];
        planned.Read(second - 1, across);
        Assert.Equal([255, 0xEF, 0xBE, 0xAD, 0xDE], across[..5]);
        Assert.Equal([0, 1], across[^2..]);
    }

    // Bytes that count up, without any memory.
    private sealed class Counting(long size) : WeightContent(ElementType.UInt8, size)
    {
        public override void Read(long start, Span<byte> destination)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = (byte)(start + i);
            }
        }
    }
}
