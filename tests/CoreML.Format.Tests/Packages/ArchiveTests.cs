using System.IO.Compression;
using System.Text;

namespace CoreML.Format.Tests;

public sealed class ArchiveTests
{
    [Theory]
    [InlineData("", CompressionLevel.Optimal)]
    [InlineData("", CompressionLevel.NoCompression)]
    [InlineData("M.mlpackage/", CompressionLevel.Optimal)]
    [InlineData("any folder/", CompressionLevel.NoCompression)]
    public void Package_at_the_top_or_in_one_folder(string prefix, CompressionLevel level)
    {
        using CoreMLModel model = CoreMLModel.Open(new SamplePackage().ToZip(prefix, level));
        Assert.Equal(ModelContainer.ZippedPackage, model.Container);
        Assert.Equal(SampleModels.Program(), model.Specification);
        Assert.Equal([SamplePackage.WeightsPath], model.PackageFiles);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Fact]
    public void Shadow_tree_of_a_mac_is_ignored()
    {
        byte[] zip = new SamplePackage().ToZip(
            "M.mlpackage/",
            extra:
            [
                ("__MACOSX/._M.mlpackage", [1]),
                ("__MACOSX/Manifest.json", [1]),
                ("__MACOSX/M.mlpackage/._Manifest.json", [1]),
                (".DS_Store", [1]),
            ]);
        using CoreMLModel model = CoreMLModel.Open(zip);
        Assert.Equal([SamplePackage.WeightsPath], model.PackageFiles);
    }

    [Fact]
    public void Manifest_of_an_item_is_not_a_second_package()
    {
        var package = new SamplePackage();
        package.Files["Data/com.apple.CoreML/Manifest.json"] = [1];
        using CoreMLModel model = CoreMLModel.Open(package.ToZip("M.mlpackage/"));
        Assert.Equal(2, model.PackageFiles.Count);
    }

    [Fact]
    public void Two_packages_are_one_too_many()
    {
        byte[] zip = new SamplePackage().ToZip("A.mlpackage/", extra: ("B.mlpackage/Manifest.json", Encoding.UTF8.GetBytes(SamplePackage.Manifest)));
        Assert.Equal("2", Refused("CML1201", zip).Found);
    }

    [Fact]
    public void Package_two_folders_deep_is_not_found() =>
        Assert.Equal("0", Refused("CML1201", new SamplePackage().ToZip("a/M.mlpackage/")).Found);

    [Fact]
    public void Archive_without_a_package()
    {
        Assert.Equal("0", Refused("CML1201", Zip(("notes.txt", [1]))).Found);
        Assert.Equal("0", Refused("CML1201", Zip()).Found);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(100)]
    public void Archive_cut_short(int length) => Refused("CML1201", new SamplePackage().ToZip()[..length]);

    [Fact]
    public void Archive_cut_after_any_byte_gives_a_diagnostic()
    {
        byte[] zip = new SamplePackage().ToZip();
        for (int length = 0; length < zip.Length; length++)
        {
            byte[] cut = zip[..length];
            Assert.Throws<CoreMLException>(() => CoreMLModel.Open(cut));
        }
    }

    [Fact]
    public void Archive_with_any_byte_changed_gives_a_diagnostic_or_the_same_model()
    {
        byte[] zip = new SamplePackage().ToZip();
        for (int at = 0; at < zip.Length; at++)
        {
            byte[] changed = [.. zip];
            changed[at] ^= 0x41;
            try
            {
                using CoreMLModel model = CoreMLModel.Open(changed);
                // Whatever is read at all is what the checksum in the directory was made of.
                Assert.Equal(SampleModels.Program(), model.Specification);
                if (model.PackageFiles.Contains(SamplePackage.WeightsPath))
                {
                    Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
                }
            }
            catch (CoreMLException exception)
            {
                Assert.NotEmpty(exception.Diagnostics);
            }
        }
    }

    [Theory]
    [InlineData("M.mlpackage/../../evil")]
    [InlineData("M.mlpackage/Data/../../../evil")]
    [InlineData("M.mlpackage//etc/passwd")]
    [InlineData("M.mlpackage/C:/evil")]
    [InlineData("M.mlpackage/a\\..\\..\\evil")]
    public void Entry_that_leaves_the_package(string name) =>
        Assert.Equal(name, Refused("CML1105", new SamplePackage().ToZip("M.mlpackage/", extra: (name, [1]))).Found);

    [Fact]
    public void Entry_that_leaves_an_archive_without_folder() =>
        Refused("CML1105", new SamplePackage().ToZip(extra: ("../evil", [1])));

    [Fact]
    public void Entry_twice()
    {
        byte[] zip = new SamplePackage().ToZip("M.mlpackage/", extra: ($"M.mlpackage/{SamplePackage.WeightsPath}", [1]));
        Assert.Contains("twice", Refused("CML1201", zip).Found, StringComparison.Ordinal);
    }

    [Fact]
    public void Manifest_twice() => Refused("CML1201", new SamplePackage().ToZip(extra: ("Manifest.json", [1])));

    [Fact]
    public void Number_of_entries_is_limited()
    {
        byte[] zip = new SamplePackage().ToZip();
        CoreMLModel.Open(zip, new() { Limits = new() { MaxPackageFiles = 3 } }).Dispose();
        Refused("CML1108", zip, new() { MaxPackageFiles = 2 });
    }

    [Fact]
    public void Bomb_by_ratio()
    {
        var package = new SamplePackage();
        package.Files[SamplePackage.ModelPath] = new byte[100_000];
        Refused("CML1202", package.ToZip(), new() { MaxArchiveRatio = 50 });
    }

    [Fact]
    public void Bomb_by_size() => Refused("CML1202", new SamplePackage().ToZip(), new() { MaxArchiveEntryBytes = 100 });

    [Fact]
    public void Bomb_in_the_weights()
    {
        var package = new SamplePackage();
        package.Files[SamplePackage.WeightsPath] = [.. SamplePackage.Weights(1, 2, 3, 4), .. new byte[200_000]];
        using CoreMLModel model = CoreMLModel.Open(package.ToZip(), new() { Limits = new() { MaxArchiveRatio = 50 } });
        CoreMLException exception = Assert.Throws<CoreMLException>(() => SamplePackage.ReadWeights(model));
        Assert.Equal("CML1202", exception.Code);
    }

    [Fact]
    public void Larger_manifest_than_the_limit() => Refused("CML1108", new SamplePackage().ToZip(), new() { MaxManifestBytes = 100 });

    [Fact]
    public void Specification_beyond_the_limit() => Refused("CML2004", new SamplePackage().ToZip(), new() { MaxSpecificationBytes = 100 });

    private static byte[] Zip(params (string Name, byte[] Content)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] content) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(content);
            }
        }
        return stream.ToArray();
    }

    private static Diagnostic Refused(string code, byte[] zip, ReadLimits? limits = null)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(
            () => CoreMLModel.Open(zip, new() { Limits = limits ?? ReadLimits.Default }).Dispose());
        Assert.Equal(code, exception.Code);
        return exception.Diagnostics[0];
    }
}
