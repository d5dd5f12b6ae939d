using System.Buffers.Binary;
using System.IO.Compression;

namespace CoreML.Format.Tests;

/// <summary>Archives whose directory says something else of an entry than its data.</summary>
public sealed class ArchiveLieTests
{
    // Offsets in a record of the central directory.
    private const int Flags = 8;
    private const int Method = 10;
    private const int Checksum = 16;
    private const int Size = 24;

    [Fact]
    public void Well_formed_archive_is_read()
    {
        using CoreMLModel model = CoreMLModel.Open(Lie(Size, 132));
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Theory]
    [InlineData(100u)]
    [InlineData(0u)]
    public void Less_than_there_is(uint size) => AssertRefused(Lie(Size, size));

    [Theory]
    [InlineData(133u)]
    [InlineData(5000u)]
    public void More_than_there_is(uint size) => AssertRefused(Lie(Size, size));

    [Theory]
    [InlineData(CompressionLevel.Optimal)]
    [InlineData(CompressionLevel.NoCompression)]
    public void Checksum_of_other_bytes(CompressionLevel level) => AssertRefused(Lie(Checksum, 0x12345678, level));

    [Fact]
    public void Unknown_compression() => AssertRefused(Lie(Method, 14, bytes: 2));

    [Fact]
    public void Stored_what_is_deflated() => AssertRefused(Lie(Method, 0, bytes: 2));

    private static void AssertRefused(byte[] zip)
    {
        using CoreMLModel model = CoreMLModel.Open(zip);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => SamplePackage.ReadWeights(model));
        Assert.Equal("CML1201", exception.Code);
        Assert.Equal(SamplePackage.WeightsPath, exception.Diagnostics[0].File);
    }

    // Changes a number in the directory's record of the weights.
    private static byte[] Lie(int field, uint value, CompressionLevel level = CompressionLevel.Optimal, int bytes = 4)
    {
        byte[] zip = new SamplePackage().ToZip(level: level);
        int name = zip.AsSpan().LastIndexOf("weights/weight.bin"u8);
        int record = zip.AsSpan(0, name).LastIndexOf("PK\x01\x02"u8);
        Assert.Equal(0, BinaryPrimitives.ReadUInt16LittleEndian(zip.AsSpan(record + Flags)) & 1);
        byte[] number = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(number, value);
        number.AsSpan(0, bytes).CopyTo(zip.AsSpan(record + field));
        return zip;
    }
}
