namespace CoreML.Format.Tests;

public sealed class LargeFileTests
{
    // The file is sparse: it has this length, but takes only the few blocks that are written.
    private const long FourGigabytes = 1L << 32;

    [Fact]
    public void Blobs_beyond_four_gigabytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files are not sparse by default here; 4 GiB would be written.");
        using var folder = new TemporaryFolder();
        long second;
        using (var writer = WeightFileWriter.Create(folder["w"]))
        {
            WeightReservation large = writer.Reserve(ElementType.UInt8, FourGigabytes + 10);
            large.Write(FourGigabytes + 8, [7, 8]);
            second = writer.Append(ElementType.UInt4, [0x21, 0x03], 3);
            writer.Complete();
        }

        Assert.Equal(64 + 64 + FourGigabytes + 64, second);
        using WeightFile file = WeightFile.Open(folder["w"]);
        Assert.Equal(second + 66, file.Length);
        WeightBlob first = file.GetBlob(64);
        Assert.Equal(FourGigabytes + 10, first.ElementCount);
        Assert.Equal([64L, second], file.Blobs.Select(blob => blob.Offset));

        byte[] read = new byte[2];
        first.Read(FourGigabytes + 8, read);
        Assert.Equal([7, 8], read);
        file.GetBlob(second).Read(read);
        Assert.Equal([0x21, 0x03], read);
        using Stream stream = first.OpenStream();
        stream.Seek(-1, SeekOrigin.End);
        Assert.Equal(8, stream.ReadByte());
        // More elements than a span can have; the part behind can still be mapped.
        Assert.Throws<ArgumentException>(first.Map<byte>);
    }

    [Fact]
    public void Elements_are_mapped_beyond_four_gigabytes()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files are not sparse by default here; 4 GiB would be written.");
        using var folder = new TemporaryFolder();
        long second;
        using (var writer = WeightFileWriter.Create(folder["w"]))
        {
            writer.Reserve(ElementType.UInt8, FourGigabytes);
            second = writer.Append(ElementType.Float32, [0, 0, 128, 63, 0, 0, 0, 64], 2);
            writer.Complete();
        }

        using WeightFile file = WeightFile.Open(folder["w"]);
        using WeightLease<float> lease = file.GetBlob(second).Map<float>();
        Assert.Equal([1f, 2f], lease.Span);
    }
}
