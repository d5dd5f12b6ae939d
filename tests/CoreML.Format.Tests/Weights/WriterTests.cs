namespace CoreML.Format.Tests;

public sealed class WriterTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Reservations_are_filled_from_several_threads()
    {
        const int Blobs = 40;
        const int Bytes = 10_000;
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            WeightReservation[] places = [.. Enumerable.Range(0, Blobs).Select(_ => writer.Reserve(ElementType.UInt8, Bytes))];
            Parallel.For(0, Blobs * 10, new ParallelOptions { MaxDegreeOfParallelism = 8 }, i =>
            {
                // Each piece by whichever thread comes first, the last pieces before the first ones.
                int piece = 9 - i % 10;
                byte[] content = new byte[Bytes / 10];
                Array.Fill(content, (byte)(i / 10 * 3 + piece));
                places[i / 10].Write(piece * content.Length, content);
            });
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Equal((uint)Blobs, file.Count);
        byte[] read = new byte[Bytes];
        int blob = 0;
        foreach (WeightBlob found in file.Blobs)
        {
            found.Read(read);
            Assert.All(read, (value, at) => Assert.Equal((byte)(blob * 3 + at / (Bytes / 10)), value));
            blob++;
        }
        Assert.Equal(Blobs, blob);
    }

    [Fact]
    public void Reservations_are_given_out_to_several_threads()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            Parallel.For(0, 200, i => writer.Append(ElementType.UInt8, new byte[i % 7], i % 7));
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Equal(200, file.Blobs.Count());
        Assert.Equal(Enumerable.Range(0, 200).Sum(i => i % 7), file.Blobs.Sum(blob => blob.SizeInBytes));
    }

    [Fact]
    public void Place_is_known_before_the_data()
    {
        using var writer = WeightFileWriter.Create(_folder["w"]);
        WeightReservation first = writer.Reserve(ElementType.UInt6, 3);
        WeightReservation second = writer.Reserve(ElementType.Float16, 1);
        Assert.Equal((64, 3), (first.Offset, first.SizeInBytes));
        Assert.Equal((192, 2), (second.Offset, second.SizeInBytes));
    }

    [Fact]
    public void Data_outside_its_place_is_refused()
    {
        using var writer = WeightFileWriter.Create(_folder["w"]);
        WeightReservation place = writer.Reserve(ElementType.UInt8, 4);
        place.Write(4, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => place.Write(3, [1, 2]));
        Assert.Throws<ArgumentOutOfRangeException>(() => place.Write(-1, [1]));
        Assert.Throws<ArgumentOutOfRangeException>(() => place.Write(0, new byte[5]));
        Assert.Throws<ArgumentOutOfRangeException>(() => place.Write(long.MaxValue, [1]));
    }

    [Theory]
    [InlineData(ElementType.Bool)]
    [InlineData(ElementType.String)]
    [InlineData(ElementType.Float64)]
    [InlineData(ElementType.Int64)]
    [InlineData(ElementType.UInt64)]
    public void Types_that_cannot_be_stored(ElementType type)
    {
        using var writer = WeightFileWriter.Create(_folder["w"]);
        Assert.Throws<ArgumentException>(() => writer.Reserve(type, 1));
        Assert.Throws<ArgumentException>(() => WeightContent.FromMemory(type, new byte[8], 1));
    }

    [Fact]
    public void Length_that_does_not_fit_the_count()
    {
        using var writer = WeightFileWriter.Create(_folder["w"]);
        Assert.Throws<ArgumentException>(() => writer.Append(ElementType.UInt3, new byte[2], 6));
        Assert.Throws<ArgumentOutOfRangeException>(() => writer.Reserve(ElementType.UInt8, -1));
        Assert.Throws<ArgumentException>(() => WeightContent.FromMemory(ElementType.Float16, new byte[3], 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => WeightContent.FromMemory(ElementType.Float16, Array.Empty<byte>(), -1));
    }

    [Fact]
    public void File_without_completion_is_not_a_weight_file()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.UInt8, [1], 1);
        }

        CoreMLException exception = Assert.Throws<CoreMLException>(() => WeightFile.Open(_folder["w"]));
        Assert.Equal("CML3002", exception.Code);
    }

    [Fact]
    public void Older_file_is_overwritten()
    {
        File.WriteAllBytes(_folder["w"], new byte[100_000]);
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.UInt8, [1], 1);
            writer.Complete();
        }

        Assert.Equal(129, new FileInfo(_folder["w"]).Length);
    }

    [Fact]
    public void Reserved_but_unwritten_end_is_zero()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Reserve(ElementType.UInt8, 100).Write(0, [1]);
            writer.Complete();
        }

        Assert.Equal(228, new FileInfo(_folder["w"]).Length);
        using WeightFile file = WeightFile.Open(_folder["w"]);
        byte[] read = new byte[100];
        file.GetBlob(64).Read(read);
        Assert.Equal([1, .. new byte[99]], read);
    }

    [Theory]
    [InlineData(ElementType.UInt1, 3, 0x07)]
    [InlineData(ElementType.UInt2, 1, 0x03)]
    [InlineData(ElementType.UInt3, 4, 0x0F)]
    [InlineData(ElementType.UInt4, 3, 0x0F)]
    [InlineData(ElementType.Int4, 1, 0x0F)]
    [InlineData(ElementType.UInt6, 2, 0x0F)]
    [InlineData(ElementType.UInt6, 4, 0xFF)]
    [InlineData(ElementType.Float16, 1, 0xFF)]
    public void Bits_that_belong_to_no_element_are_zero(ElementType type, int elements, byte last)
    {
        byte[] packed = new byte[type.ByteCount(elements)];
        Array.Fill(packed, (byte)0xFF);
        byte[] expected = [.. packed[..^1], last];
        var content = WeightContent.FromMemory(type, packed, elements);
        var planned = new PlannedWeightFile();
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(type, packed, elements);
            Assert.Equal(planned.Add(content) + 128, writer.Append(content));
            WeightReservation place = writer.Reserve(type, elements);
            for (int i = 0; i < packed.Length; i++)
            {
                place.Write(i, packed.AsSpan(i, 1));
            }
            writer.Complete();
        }

        Assert.All(packed, value => Assert.Equal(0xFF, value));
        using WeightFile file = WeightFile.Open(_folder["w"]);
        using var unwritten = new WeightFile(planned, "planned");
        WeightBlob[] blobs = [.. file.Blobs, .. unwritten.Blobs];
        Assert.Equal(4, blobs.Length);
        Assert.All(blobs, blob =>
        {
            byte[] read = new byte[packed.Length];
            blob.Read(read);
            Assert.Equal(expected, read);
        });
    }

    [Fact]
    public void Nothing_is_added_to_a_complete_file()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.UInt8, [1], 1);
            writer.Complete();
            Assert.Throws<InvalidOperationException>(() => writer.Reserve(ElementType.UInt8, 1));
            Assert.Throws<InvalidOperationException>(() => writer.Append(ElementType.UInt8, [2], 1));
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Equal(1u, file.Count);
        Assert.Single(file.Blobs);
    }

    [Fact]
    public void Content_is_copied_in_pieces()
    {
        // Longer than the buffer that the copy uses.
        byte[] large = new byte[9_000_001];
        new Random(1).NextBytes(large);
        long offset;
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(WeightContent.FromMemory(ElementType.UInt1, new byte[] { 1 }, 3));
            offset = writer.Append(WeightContent.FromMemory(ElementType.Int8, large, large.Length));
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        byte[] read = new byte[large.Length];
        file.GetBlob(offset).Read(read);
        Assert.True(large.AsSpan().SequenceEqual(read));
    }

    [Fact]
    public void Copy_can_be_cancelled()
    {
        using var writer = WeightFileWriter.Create(_folder["w"]);
        var content = WeightContent.FromMemory(ElementType.Int8, new byte[4], 4);
        Assert.Throws<OperationCanceledException>(() => writer.Append(content, new CancellationToken(canceled: true)));
    }
}
