namespace CoreML.Format.Tests;

/// <summary>The weight files of an open model: found, replaced, closed.</summary>
public sealed class ModelWeightFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    private CoreMLModel Open(SamplePackage package) => CoreMLModel.Open(package.WriteTo(_folder["M.mlpackage"]));

    [Fact]
    public void Same_reference_is_the_same_file()
    {
        using CoreMLModel model = Open(new SamplePackage());
        Assert.Same(model.GetWeightFile(SamplePackage.WeightsReference), model.GetWeightFile(SamplePackage.WeightsReference));
        Assert.Equal(SamplePackage.WeightsPath, model.GetWeightFile(SamplePackage.WeightsReference).Name);
    }

    [Fact]
    public void Stages_of_a_pipeline_have_files_of_their_own()
    {
        var package = new SamplePackage();
        package.Files["Data/com.apple.CoreML/weights/0-weight.bin"] = SamplePackage.Weights(5, 6, 7, 8);
        using CoreMLModel model = Open(package);
        byte[] read = new byte[4];
        model.GetWeightFile("@model_path/weights/0-weight.bin").GetBlob(64).Read(read);
        Assert.Equal([5, 6, 7, 8], read);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Fact]
    public void Weights_are_found_where_an_item_says()
    {
        // Some tools keep the specification in a folder of their own and the weights where coremltools does.
        var package = new SamplePackage();
        package.WithManifest(SamplePackage.Manifest.Replace("com.apple.CoreML/model.mlmodel", "com.example/model.mlmodel", StringComparison.Ordinal));
        package.Files["Data/com.example/model.mlmodel"] = package.Files[SamplePackage.ModelPath];
        package.Files.Remove(SamplePackage.ModelPath);
        using CoreMLModel model = Open(package);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Theory]
    [InlineData("@model_path/weights/other.bin")]
    [InlineData("@model_path/weights")]
    public void Missing_file(string reference)
    {
        using CoreMLModel model = Open(new SamplePackage());
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.GetWeightFile(reference));
        Assert.Equal("CML3001", exception.Code);
        Assert.Contains(reference, exception.Diagnostics[0].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_file_has_no_weight_files()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        Assert.Equal("CML3001", Assert.Throws<CoreMLException>(() => model.GetWeightFile(SamplePackage.WeightsReference)).Code);
    }

    [Fact]
    public void Reference_that_leaves_the_package()
    {
        File.WriteAllBytes(_folder["secret.bin"], SamplePackage.Weights(1, 1, 1, 1));
        using CoreMLModel model = Open(new SamplePackage());
        Assert.Equal("CML3007", Assert.Throws<CoreMLException>(() => model.GetWeightFile("@model_path/../../../secret.bin")).Code);
        Assert.Throws<ArgumentNullException>(() => model.GetWeightFile(null!));
    }

    [Fact]
    public void Broken_file_is_not_kept_open()
    {
        var package = new SamplePackage();
        package.Files[SamplePackage.WeightsPath] = [1, 2, 3];
        using CoreMLModel model = Open(package);
        Assert.Equal("CML3002", Assert.Throws<CoreMLException>(() => model.GetWeightFile(SamplePackage.WeightsReference)).Code);
        File.Open(Path.Combine(_folder["M.mlpackage"], SamplePackage.WeightsPath), FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
    }

    [Fact]
    public void Disposed_model_closes_its_files()
    {
        CoreMLModel model = Open(new SamplePackage());
        WeightFile file = model.GetWeightFile(SamplePackage.WeightsReference);
        WeightBlob blob = file.GetBlob(64);
        using (file.AddReference())
        {
            model.Dispose();
            model.Dispose();
            blob.Read(new byte[4]);
        }
        Assert.Throws<ObjectDisposedException>(() => blob.Read(new byte[4]));
        Assert.Throws<ObjectDisposedException>(() => model.GetWeightFile(SamplePackage.WeightsReference));
        Assert.Throws<ObjectDisposedException>(() => model.Specification);
        Assert.Throws<ObjectDisposedException>(() => model.Save(_folder["copy.mlpackage"]));
        Assert.Throws<ObjectDisposedException>(() => model.Save(new MemoryStream()));
    }

    [Fact]
    public void Archive_in_memory_gives_up_its_temporary_files()
    {
        CoreMLModel model = CoreMLModel.Open(new SamplePackage().ToZip());
        WeightFile file = model.GetWeightFile(SamplePackage.WeightsReference);
        WeightBlob blob = file.GetBlob(64);
        model.Dispose();
        Assert.Throws<ObjectDisposedException>(() => blob.Read(new byte[4]));
    }

    [Fact]
    public void Replaced_file_is_read_at_once_and_saved_later()
    {
        using CoreMLModel model = Open(new SamplePackage());
        WeightBlob old = model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64);
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new MemorySource(SamplePackage.Weights(5, 6, 7, 8)));
        Assert.Equal([5, 6, 7, 8], SamplePackage.ReadWeights(model));
        Assert.Throws<ObjectDisposedException>(() => old.Read(new byte[4]));
        Assert.Equal([SamplePackage.WeightsPath], model.PackageFiles);

        model.Save(_folder["copy.mlpackage"]);
        using CoreMLModel copy = CoreMLModel.Open(_folder["copy.mlpackage"]);
        Assert.Equal([5, 6, 7, 8], SamplePackage.ReadWeights(copy));
        // The manifest lists the weights already, so it stays as it is.
        Assert.Equal(SamplePackage.Manifest, File.ReadAllText(Path.Combine(_folder["copy.mlpackage"], "Manifest.json")));
    }

    [Fact]
    public void Replaced_file_is_saved_over_the_package_it_came_from()
    {
        using CoreMLModel model = Open(new SamplePackage());
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new MemorySource(SamplePackage.Weights(5, 6, 7, 8)));
        model.Save(_folder["M.mlpackage"]);
        Assert.Equal([5, 6, 7, 8], SamplePackage.ReadWeights(model));
        using CoreMLModel again = CoreMLModel.Open(_folder["M.mlpackage"]);
        Assert.Equal([5, 6, 7, 8], SamplePackage.ReadWeights(again));
    }

    [Fact]
    public void Content_of_the_old_file_can_go_into_the_new_one()
    {
        using CoreMLModel model = Open(new SamplePackage());
        var planned = new PlannedWeightFile();
        planned.Add(WeightContent.FromMemory(ElementType.UInt8, new byte[] { 9 }, 1));
        long kept = planned.Add(WeightContent.FromBlob(model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(64)));
        model.ReplaceWeightFile(SamplePackage.WeightsReference, planned);
        model.Save(_folder["M.mlpackage"]);

        byte[] read = new byte[4];
        model.GetWeightFile(SamplePackage.WeightsReference).GetBlob(kept).Read(read);
        Assert.Equal([1, 2, 3, 4], read);
    }

    [Fact]
    public void Weights_make_a_package_of_a_single_file()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new MemorySource(SamplePackage.Weights(1, 2, 3, 4)));
        Assert.Equal(ModelContainer.Package, model.Container);
        model.Save(_folder["M.mlpackage"]);
        using CoreMLModel saved = CoreMLModel.Open(_folder["M.mlpackage"]);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(saved));
        Assert.Equal(["com.apple.CoreML/model.mlmodel", "com.apple.CoreML/weights"], saved.PackageItems.Select(item => item.Path));
    }

    [Fact]
    public void Weights_are_listed_in_a_manifest_that_had_none()
    {
        using (CoreMLModel plain = CoreMLModel.Create(SampleModels.Scaler()))
        {
            plain.Save(_folder["M.mlpackage"]);
        }
        using CoreMLModel model = CoreMLModel.Open(_folder["M.mlpackage"]);
        Assert.Single(model.PackageItems);
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new MemorySource(SamplePackage.Weights(1, 2, 3, 4)));
        model.Save(_folder["M.mlpackage"]);
        using CoreMLModel saved = CoreMLModel.Open(_folder["M.mlpackage"]);
        Assert.Equal(2, saved.PackageItems.Count);
    }
}
