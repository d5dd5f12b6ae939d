namespace CoreML.Format.Tests;

/// <summary>Weight files that lie, each lie once.</summary>
public sealed class HostileRecordTests
{
    private const ulong Bit63 = 1UL << 63;

    private static Diagnostic Refused(RawWeights weights, long offset = 64)
    {
        using WeightFile file = weights.Open();
        CoreMLException exception = Assert.Throws<CoreMLException>(() => file.GetBlob(offset));
        Assert.Equal("weight.bin", exception.Diagnostics[0].File);
        return exception.Diagnostics[0];
    }

    [Fact]
    public void Well_formed_record_is_read()
    {
        using WeightFile file = new RawWeights(132).Record().Open();
        Assert.Equal(4, file.GetBlob(64).ElementCount);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    public void File_shorter_than_a_header(int length)
    {
        var source = new MemorySource(new byte[length]);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => new WeightFile(source, "weight.bin"));
        Assert.Equal("CML3002", exception.Code);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(1u)]
    [InlineData(3u)]
    [InlineData(77u)]
    [InlineData(0x0200_0000u)]
    public void Other_storage_version(uint version)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => new RawWeights(132, version: version).Open());
        Assert.Equal("CML3002", exception.Code);
        Assert.Equal($"{version}", exception.Diagnostics[0].Found);
    }

    [Fact]
    public void Pointer_of_git_lfs_instead_of_the_file()
    {
        byte[] pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0123456789abcdef\nsize 123456\n"u8.ToArray();
        CoreMLException exception = Assert.Throws<CoreMLException>(() => new WeightFile(new MemorySource(pointer), "weight.bin"));
        Assert.Equal("CML3002", exception.Code);
        Assert.Contains("git lfs pull", exception.Diagnostics[0].Advice, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0xEFBEADDEu)]
    public void Wrong_sentinel(uint sentinel)
    {
        Diagnostic diagnostic = Refused(new RawWeights(132).Record(sentinel: sentinel));
        Assert.Equal("CML3003", diagnostic.Code);
        Assert.Equal($"0x{sentinel:X8}", diagnostic.Found);
        Assert.Equal(64, diagnostic.Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65)]
    [InlineData(128)]
    [InlineData(-64)]
    [InlineData(1L << 40)]
    [InlineData(long.MinValue)]
    [InlineData(long.MaxValue - 63)]
    public void Offset_where_no_record_can_be(long offset) =>
        Assert.Equal("CML3003", Refused(new RawWeights(132).Record(), offset).Code);

    [Theory]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(127)]
    public void Header_only_or_record_cut_by_the_end(int length) =>
        Assert.Equal("CML3003", Refused(new RawWeights(length)).Code);

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public void Data_cut_by_the_end(int left)
    {
        byte[] whole = new RawWeights(132).Record().Bytes;
        using var file = new WeightFile(new MemorySource(whole.AsMemory(0, 128 + left)), "weight.bin");
        CoreMLException exception = Assert.Throws<CoreMLException>(() => file.GetBlob(64));
        Assert.Equal("CML3004", exception.Code);
        Assert.Equal("4 bytes at 128", exception.Diagnostics[0].Found);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(18u)]
    [InlineData(999u)]
    [InlineData(uint.MaxValue)]
    public void Unknown_type(uint type)
    {
        Diagnostic diagnostic = Refused(new RawWeights(132).Record(type: type));
        Assert.Equal("CML3005", diagnostic.Code);
        Assert.Equal(68, diagnostic.Offset);
        Assert.Equal($"{type}", diagnostic.Found);
    }

    [Theory]
    [InlineData(5ul)]
    [InlineData(1ul << 62)]
    [InlineData(Bit63)]
    [InlineData(ulong.MaxValue)]
    [InlineData(ulong.MaxValue - 127)]
    public void Size_beyond_the_end(ulong size) => Assert.Equal("CML3004", Refused(new RawWeights(132).Record(size: size)).Code);

    [Theory]
    [InlineData(192ul)]
    [InlineData(1ul << 40)]
    [InlineData(Bit63)]
    [InlineData(ulong.MaxValue - 63)]
    public void Data_beyond_the_end(ulong offset) => Assert.Equal("CML3004", Refused(new RawWeights(132).Record(offset: offset)).Code);

    [Fact]
    public void Size_and_offset_that_overflow_together() =>
        Assert.Equal("CML3004", Refused(new RawWeights(132).Record(size: ulong.MaxValue - 127, offset: 128)).Code);

    [Theory]
    [InlineData(129ul)]
    [InlineData(130ul)]
    [InlineData(160ul)]
    public void Unaligned_data(ulong offset) => Assert.Equal("CML3004", Refused(new RawWeights(256).Record(offset: offset)).Code);

    [Fact]
    public void Data_over_the_header() => Assert.Equal("CML3004", Refused(new RawWeights(132).Record(offset: 0)).Code);

    [Fact]
    public void Data_over_its_own_record() => Assert.Equal("CML3004", Refused(new RawWeights(132).Record(offset: 64)).Code);

    [Fact]
    public void Data_that_runs_into_its_own_record() =>
        Assert.Equal("CML3004", Refused(new RawWeights(320).Record(at: 192, size: 65, offset: 128), 192).Code);

    [Fact]
    public void Data_before_its_record_is_allowed()
    {
        using WeightFile file = new RawWeights(256).Record(at: 192, size: 64, offset: 128).Open();
        Assert.Equal(64, file.GetBlob(192).SizeInBytes);
    }

    [Theory]
    [InlineData(2u, 3ul)]
    [InlineData(1u, 1ul)]
    [InlineData(14u, 2ul)]
    public void Part_of_an_element(uint type, ulong size) =>
        Assert.Equal("CML3006", Refused(new RawWeights(132).Record(type: type, size: size)).Code);

    [Theory]
    [InlineData(9u, 8ul)]
    [InlineData(9u, Bit63)]
    [InlineData(9u, ulong.MaxValue)]
    [InlineData(10u, 1ul)]
    [InlineData(10u, 7ul)]
    [InlineData(11u, 2ul)]
    [InlineData(12u, 0ul)]
    [InlineData(12u, 1ul)]
    [InlineData(12u, 3ul)]
    [InlineData(13u, 0ul)]
    [InlineData(13u, 4ul)]
    [InlineData(8u, 3ul)]
    public void Padding_that_leaves_part_of_an_element(uint type, ulong padding)
    {
        Diagnostic diagnostic = Refused(new RawWeights(132).Record(type: type, padding: padding));
        Assert.Equal("CML3006", diagnostic.Code);
        Assert.Equal(padding == 0 ? "4 bytes" : $"4 bytes less {padding} bits", diagnostic.Found);
    }

    [Fact]
    public void Padding_of_no_bytes() => Assert.Equal("CML3006", Refused(new RawWeights(128).Record(type: 9, size: 0, padding: 1)).Code);

    [Theory]
    [InlineData(3u)]
    [InlineData(1u)]
    [InlineData(14u)]
    public void Garbage_in_the_padding_of_whole_byte_types_is_ignored(uint type)
    {
        using WeightFile file = new RawWeights(132).Record(type: type, padding: 0xDEAD_BEEF_0000_1234).Open();
        Assert.Equal(0, file.GetBlob(64).PaddingBits);
        Assert.Equal(4, file.GetBlob(64).SizeInBytes);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue)]
    public void Count_is_only_a_hint(uint count)
    {
        using WeightFile file = new RawWeights(132, count).Record().Open();
        Assert.Equal(count, file.Count);
        Assert.Equal(64, Assert.Single(file.Blobs).Offset);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(130)]
    public async Task File_that_became_shorter(int left)
    {
        // Windows does not let a file be cut that somebody reads.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "An open file cannot be cut here.");
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder["w"], new RawWeights(320).Record().Record(at: 192).Bytes);
        using WeightFile file = WeightFile.Open(folder["w"]);
        WeightBlob blob = file.GetBlob(64);
        using (FileStream cut = File.Open(folder["w"], FileMode.Open, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete))
        {
            cut.SetLength(left);
        }

        CoreMLException[] refusals =
        [
            Assert.Throws<CoreMLException>(() => blob.Read(new byte[4])),
            Assert.Throws<CoreMLException>(() => blob.Read<byte>(new byte[4])),
            await Assert.ThrowsAsync<CoreMLException>(async () => await blob.ReadAsync(0, new byte[4])),
            Assert.Throws<CoreMLException>(() => blob.OpenStream().ReadExactly(new byte[4])),
            Assert.Throws<CoreMLException>(blob.Map<byte>),
        ];
        Assert.All(refusals, refusal => Assert.Equal(("CML3004", 128L), (refusal.Code, refusal.Diagnostics[0].Offset)));
        Assert.Equal("CML3004", Assert.Throws<CoreMLException>(() => file.GetBlob(192)).Code);
    }
}
