namespace CoreML.Format.Tests;

/// <summary>A save that may share unchanged files with the original.</summary>
public sealed class SharedFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Both_packages_are_whole_whatever_is_saved_over_one_of_them()
    {
        string path = new SamplePackage().WriteTo(_folder["Model.mlpackage"]);
        string other = _folder["Other.mlpackage"];
        var copied = new Copied();
        using (CoreMLModel model = CoreMLModel.Open(path))
        {
            model.Metadata.Author = "new";
            model.Save(other, new SaveOptions { ShareFiles = true, Copied = copied });
        }
        Assert.Empty(copied.Files);
        Assert.Equal(File.ReadAllBytes(Path.Combine(path, SamplePackage.WeightsPath)), File.ReadAllBytes(Path.Combine(other, SamplePackage.WeightsPath)));

        using (CoreMLModel model = CoreMLModel.Open(other))
        {
            model.ReplaceWeightFile(SamplePackage.WeightsReference, new MemorySource(SamplePackage.Weights(9, 9, 9, 9)));
            model.Save(other);
        }
        using CoreMLModel original = CoreMLModel.Open(path);
        using CoreMLModel changed = CoreMLModel.Open(other);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(original));
        Assert.Equal([9, 9, 9, 9], SamplePackage.ReadWeights(changed));
        Assert.Equal(["Model.mlpackage", "Other.mlpackage"], _folder.Names);
    }

    [Fact]
    public void What_cannot_be_shared_is_copied_and_said()
    {
        File.WriteAllBytes(_folder["Model.zip"], new SamplePackage().ToZip("Model.mlpackage/"));
        var copied = new Copied();
        using CoreMLModel model = CoreMLModel.Open(_folder["Model.zip"]);
        model.Save(_folder["Other.mlpackage"], new SaveOptions { ShareFiles = true, Copied = copied });
        Assert.Equal([new CopiedFile(SamplePackage.WeightsPath, SamplePackage.Weights(1, 2, 3, 4).Length)], copied.Files);
    }

    [Fact]
    public void Four_gigabytes_of_weights_are_not_read_to_change_a_title()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files are not sparse by default here; 4 GiB would be written.");
        string path = new SamplePackage().WriteTo(_folder["Model.mlpackage"]);
        using (FileStream weights = new(Path.Combine(path, SamplePackage.WeightsPath), FileMode.Open))
        {
            // The file is sparse: only what is written takes blocks. A copy would read all of it.
            weights.SetLength(1L << 32);
        }
        var copied = new Copied();
        using CoreMLModel model = CoreMLModel.Open(path);
        model.Metadata.ShortDescription = "new";
        long before = GC.GetAllocatedBytesForCurrentThread();
        model.Save(_folder["Other.mlpackage"], new SaveOptions { ShareFiles = true, Copied = copied });
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1 << 20);
        Assert.Empty(copied.Files);
        Assert.Equal(1L << 32, new FileInfo(Path.Combine(_folder["Other.mlpackage"], SamplePackage.WeightsPath)).Length);
    }

    private sealed class Copied : IProgress<CopiedFile>
    {
        public List<CopiedFile> Files { get; } = [];

        public void Report(CopiedFile value) => Files.Add(value);
    }
}
