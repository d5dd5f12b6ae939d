using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format.Tests;

public sealed class SaveTests : IDisposable
{
    // Fields out of order, a length longer than needed, unknown fields, minus zero: no serializer writes this.
    private static readonly byte[] Odd = new WireBytes()
        .Message(604, new WireBytes().Raw(0x0A, 0x88, 0x00).Raw(0, 0, 0, 0, 0, 0, 0, 0x80).Number(77, 5))
        .Number(1, 1)
        .Bytes(1023, 1, 2, 3)
        .Number(1, 3)
        .ToArray();

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private SamplePackage OddPackage()
    {
        var package = new SamplePackage();
        package.Files[SamplePackage.ModelPath] = Odd;
        package.Files["Data/com.apple.CoreML/Metadata.json"] = "{}"u8.ToArray();
        package.Files["Data/vendor/unknown.bin"] = [1, 2, 3];
        package.Files["README.md"] = [4];
        package.EmptyFolders.Add("Data/vendor/empty");
        package.WriteTo(_folder["M.mlpackage"]);
        return package;
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Unchanged_file_keeps_its_bytes(bool looked)
    {
        using CoreMLModel model = CoreMLModel.Open(Odd);
        if (looked)
        {
            Assert.Equal(3, model.Specification.SpecificationVersion);
            Assert.Empty(model.Metadata.UserDefined);
            Assert.Equal("", model.Metadata.Author);
        }
        model.Save(_folder["m.mlmodel"]);
        Assert.Equal(Odd, File.ReadAllBytes(_folder["m.mlmodel"]));
    }

    [Fact]
    public void Unchanged_package_keeps_every_byte_file_and_folder()
    {
        OddPackage();
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        _ = model.Specification;
        model.Save(_folder["copy.mlpackage"]);
        Assert.Equal(SamplePackage.ReadFolder(_folder["M.mlpackage"]), SamplePackage.ReadFolder(_folder["copy.mlpackage"]));
        Assert.Equal(_folder["M.mlpackage"], model.Path);
    }

    [Fact]
    public void Edit_that_is_taken_back_is_none()
    {
        using CoreMLModel model = CoreMLModel.Open(Odd);
        model.Specification.SpecificationVersion = 9;
        model.Specification.SpecificationVersion = 3;
        using var stream = new MemoryStream();
        model.Save(stream);
        Assert.Equal(Odd, stream.ToArray());
    }

    [Fact]
    public void Edited_model_keeps_what_is_unknown()
    {
        OddPackage();
        using (CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]))
        {
            model.Metadata.Author = "Somebody";
            model.Save(_folder["copy.mlpackage"]);
        }

        var before = SamplePackage.ReadFolder(_folder["M.mlpackage"]);
        var after = SamplePackage.ReadFolder(_folder["copy.mlpackage"]);
        byte[] specification = after[SamplePackage.ModelPath];
        before.Remove(SamplePackage.ModelPath);
        after.Remove(SamplePackage.ModelPath);
        Assert.Equal(before, after);

        Model expected = Model.Parser.ParseFrom(Odd);
        expected.Description = new ModelDescription { Metadata = new Metadata { Author = "Somebody" } };
        Assert.Equal(expected, Model.Parser.ParseFrom(specification));
        Assert.True(specification.AsSpan().IndexOf(new WireBytes().Bytes(1023, 1, 2, 3).ToArray()) >= 0);
        Assert.True(specification.AsSpan().IndexOf(new WireBytes().Number(77, 5).ToArray()) >= 0);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Package_over_itself(bool durable)
    {
        OddPackage();
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        WeightBlob old = model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64);
        model.Metadata.Author = "Somebody";
        var before = SamplePackage.ReadFolder(_folder["M.mlpackage"]);
        model.Save(_folder["M.mlpackage"], new() { Durable = durable });

        Assert.Equal(["M.mlpackage"], _folder.Names);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        Assert.Throws<ObjectDisposedException>(() => old.Read(new byte[4]));
        var after = SamplePackage.ReadFolder(_folder["M.mlpackage"]);
        Assert.Equal(before.Keys, after.Keys);
        Assert.Equal(new Metadata { Author = "Somebody" }, Model.Parser.ParseFrom(after[SamplePackage.ModelPath]).Description.Metadata);

        // And again: what was saved is what is unchanged now.
        model.Save(_folder["M.mlpackage"]);
        Assert.Equal(after, SamplePackage.ReadFolder(_folder["M.mlpackage"]));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void File_over_itself(bool durable)
    {
        File.WriteAllBytes(_folder["m.mlmodel"], Odd);
        using CoreMLModel model = CoreMLModel.Open(_folder["m.mlmodel"]);
        model.Specification.SpecificationVersion = 2;
        model.Save(_folder["m.mlmodel"], new() { Durable = durable });
        byte[] saved = File.ReadAllBytes(_folder["m.mlmodel"]);
        Assert.Equal(2, Model.Parser.ParseFrom(saved).SpecificationVersion);
        model.Save(_folder["m.mlmodel"]);
        Assert.Equal(saved, File.ReadAllBytes(_folder["m.mlmodel"]));
        Assert.Equal(["m.mlmodel"], _folder.Names);
    }

    [Fact]
    public void Archive_over_itself()
    {
        File.WriteAllBytes(_folder["M.zip"], new SamplePackage().ToZip("M.mlpackage/"));
        using CoreMLModel model = CoreMLModel.Open(_folder["M.zip"]);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        model.Specification.SpecificationVersion = 8;
        model.Save(_folder["M.zip"]);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        Assert.Equal(["M.zip"], _folder.Names);
        using CoreMLModel again = CoreMLModel.Open(_folder["M.zip"]);
        Assert.Equal(8, again.SpecificationVersion);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(again));
    }

    [Fact]
    public void Package_over_itself_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links cannot be made here.");
        OddPackage();
        Directory.CreateSymbolicLink(_folder["link.mlpackage"], _folder["M.mlpackage"]);
        using CoreMLModel model = CoreMLModel.Open(_folder["link.mlpackage"]);
        WeightBlob old = model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64);
        model.Specification.SpecificationVersion = 2;
        model.Save(_folder["link.mlpackage"]);

        Assert.Throws<ObjectDisposedException>(() => old.Read(new byte[4]));
        Assert.NotNull(new FileInfo(_folder["link.mlpackage"]).LinkTarget);
        Assert.Equal(["M.mlpackage", "link.mlpackage"], _folder.Names);
        using CoreMLModel again = CoreMLModel.Open(_folder["M.mlpackage"]);
        Assert.Equal(2, again.SpecificationVersion);
    }

    [Fact]
    public void File_through_a_link()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links cannot be made here.");
        File.WriteAllBytes(_folder["m.mlmodel"], Odd);
        File.CreateSymbolicLink(_folder["link.mlmodel"], _folder["m.mlmodel"]);
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        model.Save(_folder["link.mlmodel"]);
        Assert.NotNull(new FileInfo(_folder["link.mlmodel"]).LinkTarget);
        Assert.Equal(SampleModels.Scaler().ToByteArray(), File.ReadAllBytes(_folder["m.mlmodel"]));
    }

    [Fact]
    public void Permissions_of_the_old_file_stay()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Files have no such permissions here.");
        File.WriteAllBytes(_folder["m.mlmodel"], Odd);
        UnixMode.Change(_folder["m.mlmodel"], UnixFileMode.UserRead | UnixFileMode.UserWrite);
        using CoreMLModel model = CoreMLModel.Open(_folder["m.mlmodel"]);
        model.Save(_folder["m.mlmodel"]);
        UnixFileMode saved = UnixMode.Change(_folder["m.mlmodel"], UnixFileMode.UserRead);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, saved);
    }

    [Fact]
    public void Other_package_is_replaced_whole()
    {
        OddPackage();
        new SamplePackage().WriteTo(_folder["other.mlpackage"]);
        using CoreMLModel model = CoreMLModel.Open(_folder["other.mlpackage"]);
        model.Save(_folder["M.mlpackage"]);
        Assert.Equal(SamplePackage.ReadFolder(_folder["other.mlpackage"]), SamplePackage.ReadFolder(_folder["M.mlpackage"]));
        Assert.Equal(["M.mlpackage", "other.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Empty_folder_is_filled()
    {
        Directory.CreateDirectory(_folder["M.mlpackage"]);
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
        model.Save(_folder["M.mlpackage"]);
        CoreMLModel.Open(_folder["M.mlpackage"]).Dispose();
    }

    [Theory]
    [InlineData("m.mlmodel", ModelContainer.File)]
    [InlineData("m.MLMODEL", ModelContainer.File)]
    [InlineData("m.mlpackage", ModelContainer.Package)]
    [InlineData("m.mlpackage/", ModelContainer.Package)]
    [InlineData("m.zip", ModelContainer.ZippedPackage)]
    [InlineData("m.bin", ModelContainer.File)]
    [InlineData("m", ModelContainer.File)]
    public void Extension_tells_the_container(string name, ModelContainer container)
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        model.Save(_folder[name]);
        using CoreMLModel saved = CoreMLModel.Open(_folder[name]);
        Assert.Equal(container, saved.Container);
        Assert.Equal(model.Specification, saved.Specification);
    }

    [Theory]
    [InlineData(ModelContainer.File)]
    [InlineData(ModelContainer.Package)]
    [InlineData(ModelContainer.ZippedPackage)]
    public void Options_tell_the_container(ModelContainer container)
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        model.Save(_folder["m.any"], new() { Container = container });
        using CoreMLModel saved = CoreMLModel.Open(_folder["m.any"]);
        Assert.Equal(container, saved.Container);
    }

    [Theory]
    [InlineData(ModelContainer.File)]
    [InlineData(ModelContainer.ZippedPackage)]
    public void Stream(ModelContainer container)
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        using var stream = new MemoryStream();
        model.Save(stream, new() { Container = container });
        stream.Position = 0;
        using CoreMLModel saved = CoreMLModel.Open(stream);
        Assert.Equal(container, saved.Container);
        Assert.Equal(model.Specification, saved.Specification);
    }

    [Fact]
    public void Package_goes_to_a_stream_as_an_archive()
    {
        OddPackage();
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        using var stream = new MemoryStream();
        model.Save(stream);
        using CoreMLModel saved = CoreMLModel.Open(stream.ToArray());
        Assert.Equal(model.PackageFiles, saved.PackageFiles);
        saved.Save(_folder["again.mlpackage"]);
        Assert.Equal(SamplePackage.ReadFolder(_folder["M.mlpackage"]), SamplePackage.ReadFolder(_folder["again.mlpackage"]));
    }

    [Fact]
    public void Archives_of_the_same_model_are_the_same_bytes()
    {
        OddPackage();
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        model.Save(_folder["a.zip"]);
        using CoreMLModel copy = CoreMLModel.Open(_folder["a.zip"]);
        Directory.CreateDirectory(_folder["elsewhere"]);
        copy.Save(Path.Combine(_folder["elsewhere"], "a.zip"));
        Assert.Equal(File.ReadAllBytes(_folder["a.zip"]), File.ReadAllBytes(Path.Combine(_folder["elsewhere"], "a.zip")));
        Assert.Equal(["M.mlpackage", "a.zip", "elsewhere"], _folder.Names);
    }
}
