namespace CoreML.Format.Tests;

/// <summary>The bytes of a weight file, written down by hand.</summary>
public sealed class LayoutTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Two_blobs_byte_for_byte()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            Assert.Equal(64, writer.Append(ElementType.Float32, [0, 0, 128, 63, 0, 0, 0, 64], 2));
            Assert.Equal(192, writer.Append(ElementType.UInt3, [0xD1, 0x08], 4));
            writer.Complete();
        }

        byte[] expected =
        [
            // count, version
            2, 0, 0, 0, 2, 0, 0, 0, .. new byte[56],
            // sentinel, type, size, data offset, padding bits
            0xEF, 0xBE, 0xAD, 0xDE, 2, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 128, 0, 0, 0, 0, 0, 0, 0, .. new byte[40],
            0, 0, 128, 63, 0, 0, 0, 64, .. new byte[56],
            0xEF, 0xBE, 0xAD, 0xDE, 12, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 4, .. new byte[39],
            0xD1, 0x08,
        ];
        Assert.Equal(expected, File.ReadAllBytes(_folder["w"]));
    }

    [Fact]
    public void No_blobs_are_a_header()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            writer.Complete();
        }

        Assert.Equal([0, 0, 0, 0, 2, 0, 0, 0, .. new byte[56]], File.ReadAllBytes(_folder["w"]));
        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Empty(file.Blobs);
    }

    [Fact]
    public void Blob_of_no_elements_has_its_record_only()
    {
        using (var writer = WeightFileWriter.Create(_folder["w"]))
        {
            Assert.Equal(64, writer.Append(ElementType.UInt3, [], 0));
            Assert.Equal(128, writer.Append(ElementType.Int8, [], 0));
            writer.Complete();
        }

        Assert.Equal(192, new FileInfo(_folder["w"]).Length);
        using WeightFile file = WeightFile.Open(_folder["w"]);
        Assert.Equal([0L, 0L], file.Blobs.Select(blob => blob.ElementCount));
    }

    [Fact]
    public void Layout_tells_places_before_anything_is_written()
    {
        var layout = new WeightFileLayout();
        Assert.Equal(64, layout.Length);
        Assert.Equal(64, layout.Add(ElementType.Float16, 3));
        Assert.Equal(64 + 64 + 6, layout.Length);
        Assert.Equal(192, layout.Add(ElementType.UInt1, 64 * 8 + 1));
        Assert.Equal(192 + 64 + 65, layout.Length);
        Assert.Equal(384, layout.Add(ElementType.Int8, 0));
        Assert.Equal(3u, layout.Count);
        Assert.Throws<OverflowException>(() => layout.Add(ElementType.Float32, long.MaxValue / 2));
        Assert.Throws<OverflowException>(() => layout.Add(ElementType.UInt8, long.MaxValue - 64));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    public void Alignment(long position, long expected) => Assert.Equal(expected, WeightRecord.Align(position));
}
