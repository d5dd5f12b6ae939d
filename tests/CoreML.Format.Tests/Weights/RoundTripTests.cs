namespace CoreML.Format.Tests;

public sealed class RoundTripTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(StorableTypes.All), MemberType = typeof(StorableTypes))]
    public void Every_type_comes_back(ElementType type, int code)
    {
        long[] offsets;
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            offsets = [.. Enumerable.Range(0, 18).Select(count => writer.Append(type, StorableTypes.Packed(type, count), count))];
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Equal(18u, file.Count);
        Assert.Equal(offsets, file.Blobs.Select(blob => blob.Offset));
        for (int count = 0; count < 18; count++)
        {
            WeightBlob blob = file.GetBlob(offsets[count]);
            byte[] packed = StorableTypes.Packed(type, count);
            Assert.Equal(type, blob.ElementType);
            Assert.Equal(count, blob.ElementCount);
            Assert.Equal(packed.Length, blob.SizeInBytes);
            Assert.Equal(offsets[count] + 64, blob.DataOffset);
            Assert.Equal(packed.Length * 8 - count * type.BitWidth, blob.PaddingBits);
            Assert.Same(file, blob.File);
            byte[] read = new byte[packed.Length];
            blob.Read(read);
            Assert.Equal(packed, read);
        }

        Assert.Equal(code, File.ReadAllBytes(_folder["w"])[offsets[5] + 4]);
    }

    [Theory]
    [InlineData(ElementType.UInt1, new[] { 0, 7, 6, 5, 4, 3, 2, 1, 0, 7 })]
    [InlineData(ElementType.UInt2, new[] { 0, 6, 4, 2, 0, 6, 4, 2, 0, 6 })]
    [InlineData(ElementType.UInt3, new[] { 0, 5, 2, 7, 4, 1, 6, 3, 0, 5 })]
    [InlineData(ElementType.Int4, new[] { 0, 4, 0, 4, 0, 4, 0, 4, 0, 4 })]
    [InlineData(ElementType.UInt4, new[] { 0, 4, 0, 4, 0, 4, 0, 4, 0, 4 })]
    [InlineData(ElementType.UInt6, new[] { 0, 2, 4, 6, 0, 2, 4, 6, 0, 2 })]
    public void Padding_bits_of_a_count(ElementType type, int[] expected) =>
        Assert.Equal(expected, Enumerable.Range(0, 10).Select(count => (int)WeightRecord.Of(type, count, 128).PaddingBits));

    [Fact]
    public void Elements_come_as_dotnet_numbers()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.Float16, [0x00, 0x3C, 0x00, 0xC0], 2);
            writer.Append(ElementType.BFloat16, [0x80, 0x3F], 1);
            writer.Append(ElementType.Int32, [0xFE, 0xFF, 0xFF, 0xFF], 1);
            writer.Append(ElementType.Float8E5M2, [0x3C], 1);
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        WeightBlob[] blobs = [.. file.Blobs];
        Half[] halves = new Half[2];
        blobs[0].Read<Half>(halves);
        Assert.Equal([(Half)1, (Half)(-2)], halves);
        BFloat16[] brains = new BFloat16[1];
        blobs[1].Read<BFloat16>(brains);
        Assert.Equal(1f, (float)brains[0]);
        int[] ints = new int[1];
        blobs[2].Read<int>(ints);
        Assert.Equal([-2], ints);
        Float8E5M2[] eighths = new Float8E5M2[1];
        blobs[3].Read<Float8E5M2>(eighths);
        Assert.Equal(1f, (float)eighths[0]);
    }

    [Fact]
    public void Numbers_of_another_type_are_refused()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.Float16, new byte[4], 2);
            writer.Append(ElementType.UInt4, new byte[1], 2);
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        WeightBlob[] blobs = [.. file.Blobs];
        Assert.Throws<ArgumentException>(() => blobs[0].Read<float>(new float[2]));
        Assert.Throws<ArgumentException>(() => blobs[0].Read<Half>(new Half[1]));
        // A span of bytes takes packed bytes, but asking for elements of that type does not.
        Assert.Throws<ArgumentException>(() => blobs[1].Map<byte>());
    }

    [Fact]
    public async Task Part_of_a_blob()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Append(ElementType.UInt8, [0, 1, 2, 3, 4, 5], 6);
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(_folder["w"]);
        WeightBlob blob = file.GetBlob(64);
        byte[] part = new byte[2];
        blob.Read(3, part);
        Assert.Equal([3, 4], part);
        await blob.ReadAsync(4, part);
        Assert.Equal([4, 5], part);
        blob.Read(6, []);
        Assert.Throws<ArgumentOutOfRangeException>(() => blob.Read(5, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => blob.Read(-1, part));
        Assert.Throws<ArgumentOutOfRangeException>(() => blob.Read(long.MaxValue, part));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await blob.ReadAsync(5, part));
        Assert.Throws<ArgumentException>(() => blob.Read(part));
    }
}
