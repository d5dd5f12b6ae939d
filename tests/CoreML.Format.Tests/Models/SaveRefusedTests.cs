using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Saves that fail: what was there before stays, and nothing is left beside it.</summary>
public sealed class SaveRefusedTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private static Diagnostic Refused(string code, Action save)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(save);
        Assert.Equal(code, exception.Code);
        return exception.Diagnostics[0];
    }

    [Theory]
    [InlineData("m.mlmodel")]
    [InlineData("m.mlpackage")]
    [InlineData("m.zip")]
    public void Folder_that_does_not_exist(string name)
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        string path = Path.Combine(_folder["missing"], name);
        Diagnostic diagnostic = Refused("CML1301", () => model.Save(path));
        Assert.Equal((path, $"no folder '{_folder["missing"]}'"), (diagnostic.File, diagnostic.Found));
        Assert.Empty(_folder.Names);
    }

    [Fact]
    public void Weights_do_not_fit_into_a_single_file()
    {
        using CoreMLModel model = CoreMLModel.Open(new SamplePackage().WriteTo(_folder["M.mlpackage"]));
        Diagnostic diagnostic = Refused("CML1302", () => model.Save(_folder["m.mlmodel"]));
        Assert.Contains(SamplePackage.WeightsPath, diagnostic.Found, StringComparison.Ordinal);
        Refused("CML1302", () => model.Save(new MemoryStream(), new() { Container = ModelContainer.File }));
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Package_without_weights_fits_into_a_single_file()
    {
        var package = new SamplePackage();
        package.Files.Remove(SamplePackage.WeightsPath);
        package.EmptyFolders.Add("Data/com.apple.CoreML/weights");
        using CoreMLModel model = CoreMLModel.Open(package.WriteTo(_folder["M.mlpackage"]));
        model.Save(_folder["m.mlmodel"]);
        Assert.Equal(package.Files[SamplePackage.ModelPath], File.ReadAllBytes(_folder["m.mlmodel"]));
    }

    [Theory]
    [InlineData("m.mlmodel")]
    [InlineData("m.zip")]
    public void Folder_where_a_file_is_to_go(string name)
    {
        Directory.CreateDirectory(_folder[name]);
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Refused("CML1303", () => model.Save(_folder[name]));
        Assert.Equal([name], _folder.Names);
    }

    [Fact]
    public void File_where_a_package_is_to_go()
    {
        File.WriteAllText(_folder["m.mlpackage"], "text");
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Refused("CML1303", () => model.Save(_folder["m.mlpackage"]));
        Assert.Equal("text", File.ReadAllText(_folder["m.mlpackage"]));
    }

    [Fact]
    public void Folder_with_other_things_where_a_package_is_to_go()
    {
        Directory.CreateDirectory(_folder["m.mlpackage"]);
        File.WriteAllText(Path.Combine(_folder["m.mlpackage"], "thesis.txt"), "years of work");
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Refused("CML1303", () => model.Save(_folder["m.mlpackage"]));
        Assert.Equal("years of work", File.ReadAllText(Path.Combine(_folder["m.mlpackage"], "thesis.txt")));
        Assert.Equal(["m.mlpackage"], _folder.Names);
    }

    [Theory]
    [InlineData("M.mlpackage")]
    [InlineData("other.mlpackage")]
    [InlineData("new.mlpackage")]
    [InlineData("M.zip")]
    [InlineData("new.zip")]
    public void Disk_that_fills_up(string name)
    {
        var package = new SamplePackage();
        package.WriteTo(_folder["M.mlpackage"]);
        package.WriteTo(_folder["other.mlpackage"]);
        File.WriteAllBytes(_folder["M.zip"], package.ToZip());
        var before = SamplePackage.ReadFolder(_folder.Path);
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new TrapSource(() => throw new IOException("No space left on device.")));

        Diagnostic diagnostic = Refused("CML1301", () => model.Save(_folder[name]));
        Assert.Equal((_folder[name], "No space left on device."), (diagnostic.File, diagnostic.Found));
        Assert.Equal(before, SamplePackage.ReadFolder(_folder.Path));
    }

    [Fact]
    public void Package_that_cannot_be_replaced_at_the_last_moment_can_be_saved_later()
    {
        string path = new SamplePackage().WriteTo(_folder["M.mlpackage"]);
        using CoreMLModel model = CoreMLModel.Open(path);
        bool sprung = false;
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new TrapSource(() =>
        {
            if (!sprung)
            {
                // Somebody puts a file where the package was, after the save has looked.
                sprung = true;
                Directory.Move(path, _folder["aside"]);
                File.WriteAllText(path, "text");
            }
        }));
        model.Specification.SpecificationVersion = 2;
        Refused("CML1301", () => model.Save(path));
        Assert.Equal(["M.mlpackage", "aside"], _folder.Names);
        Assert.Equal("text", File.ReadAllText(path));

        // Nothing of the edit is lost.
        File.Delete(path);
        Directory.Move(_folder["aside"], path);
        Assert.Equal([9, 9, 9, 9], SamplePackage.ReadWeights(model));
        model.Save(path);
        using CoreMLModel saved = CoreMLModel.Open(path);
        Assert.Equal(2, saved.SpecificationVersion);
        Assert.Equal([9, 9, 9, 9], SamplePackage.ReadWeights(saved));
    }

    [Theory]
    [InlineData("M.mlpackage")]
    [InlineData("M.zip")]
    public void Weights_that_are_copied_from_the_old_package_can_be_read_after_the_failure(string name)
    {
        string path = _folder[name];
        var package = new SamplePackage();
        if (name == "M.zip")
        {
            File.WriteAllBytes(path, package.ToZip());
        }
        else
        {
            package.WriteTo(path);
        }
        using CoreMLModel model = CoreMLModel.Open(path);
        WeightBlob old = model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64);
        var planned = new PlannedWeightFile();
        planned.Add(WeightContent.FromBlob(old));
        model.ReplaceWeightFile(SamplePackage.WeightsReference, planned);
        WeightBlob current = model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64);
        int generation = model.WeightGeneration;
        byte[] bytes = new byte[4];

        model.ReleaseForReplacement();
        Assert.Throws<ObjectDisposedException>(() => old.Read(bytes));
        model.KeepAfterFailure();

        old.Read(bytes);
        Assert.Equal([1, 2, 3, 4], bytes);
        bytes.AsSpan().Clear();
        current.Read(bytes);
        Assert.Equal([1, 2, 3, 4], bytes);
        Assert.Equal(generation, model.WeightGeneration);
        model.Save(path);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        Assert.Throws<ObjectDisposedException>(() => old.Read(bytes));
    }

    [Fact]
    public void Folder_that_may_not_be_written()
    {
        File.WriteAllBytes(_folder["m.mlmodel"], SampleModels.Scaler().ToByteArray());
        new SamplePackage().WriteTo(_folder["M.mlpackage"]);
        var before = SamplePackage.ReadFolder(_folder.Path);
        using UnixMode mode = UnixMode.Restrict(_folder.Path, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
        Refused("CML1301", () => model.Save(_folder["m.mlmodel"]));
        Refused("CML1301", () => model.Save(_folder["M.mlpackage"]));
        Refused("CML1301", () => model.Save(_folder["new.zip"]));
        Assert.Equal(before, SamplePackage.ReadFolder(_folder.Path));
    }

    [Fact]
    public void Package_that_loses_a_file_before_it_is_saved()
    {
        var package = new SamplePackage();
        package.Files["extra"] = [1];
        using CoreMLModel model = CoreMLModel.Open(package.WriteTo(_folder["M.mlpackage"]));
        Directory.Delete(_folder["M.mlpackage"], recursive: true);
        Assert.Throws<CoreMLException>(() => model.Save(_folder["copy.mlpackage"]));
        Assert.Empty(_folder.Names);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void No_path(string? path)
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Assert.ThrowsAny<ArgumentException>(() => model.Save(path!));
        Assert.Throws<ArgumentNullException>(() => model.Save((Stream)null!));
    }
}
