namespace CoreML.Format.Tests;

/// <summary>Packages some of whose files are links.</summary>
public sealed class LinkTests : IDisposable
{
    private static readonly OpenOptions Follow = new() { FollowLinks = true };

    private readonly TemporaryFolder _folder = new();
    private readonly string _package;

    public LinkTests()
    {
        // Making links takes a privilege there that test accounts seldom have.
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links cannot be made here.");
        _package = new SamplePackage().WriteTo(_folder["M.mlpackage"]);
    }

    public void Dispose() => _folder.Dispose();

    // Moves something out of the package and leaves a link to it.
    private void ReplaceByLink(string path)
    {
        string full = Path.Combine(_package, path);
        string outside = _folder["outside"];
        Directory.Move(full, outside);
        File.CreateSymbolicLink(full, outside);
    }

    private static string AssertRefused(Action action)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(action);
        Assert.Equal("CML1105", exception.Code);
        Assert.Contains("FollowLinks", exception.Diagnostics[0].Advice, StringComparison.Ordinal);
        return exception.Diagnostics[0].Found!;
    }

    [Theory]
    [InlineData("Manifest.json", "Manifest.json")]
    [InlineData(SamplePackage.ModelPath, SamplePackage.ModelPath)]
    [InlineData("Data/com.apple.CoreML", "Data/com.apple.CoreML")]
    [InlineData("Data", "Data")]
    public void Manifest_and_model_behind_links(string path, string link)
    {
        ReplaceByLink(path);
        Assert.Equal($"'{link}' is a link", AssertRefused(() => CoreMLModel.Open(_package).Dispose()));
        using CoreMLModel model = CoreMLModel.Open(_package, Follow);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Theory]
    [InlineData(SamplePackage.WeightsPath)]
    [InlineData("Data/com.apple.CoreML/weights")]
    public void Weights_behind_links(string path)
    {
        ReplaceByLink(path);
        using (CoreMLModel model = CoreMLModel.Open(_package))
        {
            AssertRefused(() => model.GetWeightFile(SamplePackage.WeightsReference));
            AssertRefused(() => model.Save(_folder["copy.mlpackage"]));
        }
        using CoreMLModel trusted = CoreMLModel.Open(_package, Follow);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(trusted));
        trusted.Save(_folder["copy.mlpackage"]);

        // The copy holds the bytes themselves.
        Assert.Equal([SamplePackage.WeightsPath], trusted.PackageFiles);
        using CoreMLModel copy = CoreMLModel.Open(_folder["copy.mlpackage"]);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(copy));
    }

    [Theory]
    [InlineData(SamplePackage.WeightsPath)]
    [InlineData("Data/com.apple.CoreML/weights")]
    public void Package_with_links_that_is_saved_over_itself_has_none_any_more(string path)
    {
        ReplaceByLink(path);
        using CoreMLModel model = CoreMLModel.Open(_package, Follow);
        model.Metadata.Author = "Somebody";
        model.Save(_package);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        Assert.Equal(["M.mlpackage", "outside"], _folder.Names);
        Assert.Null(new FileInfo(Path.Combine(_package, path)).LinkTarget);
        // Whoever writes into the file outside does not change the package.
        string outside = Directory.Exists(_folder["outside"]) ? _folder["outside/weight.bin"] : _folder["outside"];
        Assert.Equal(SamplePackage.Weights(1, 2, 3, 4), File.ReadAllBytes(outside));
        File.WriteAllBytes(outside, SamplePackage.Weights(0, 0, 0, 0));
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
    }

    [Fact]
    public void File_that_nothing_names()
    {
        File.WriteAllText(_folder["secret"], "secret");
        File.CreateSymbolicLink(Path.Combine(_package, "extra"), _folder["secret"]);
        using CoreMLModel model = CoreMLModel.Open(_package);
        AssertRefused(() => model.Save(_folder["copy.mlpackage"]));
        AssertRefused(() => model.Save(new MemoryStream()));
        Assert.Equal(["M.mlpackage", "secret"], _folder.Names);
    }

    [Fact]
    public void Folder_that_leads_round_in_a_circle()
    {
        Directory.CreateSymbolicLink(Path.Combine(_package, "Data", "again"), "..");
        using CoreMLModel model = CoreMLModel.Open(_package);
        AssertRefused(() => model.Save(_folder["copy.mlpackage"]));

        using CoreMLModel trusted = CoreMLModel.Open(_package, Follow);
        Assert.Throws<CoreMLException>(() => trusted.Save(_folder["copy.mlpackage"]));
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Link_to_nothing()
    {
        File.CreateSymbolicLink(Path.Combine(_package, "extra"), _folder["nothing"]);
        using CoreMLModel model = CoreMLModel.Open(_package);
        Assert.Throws<CoreMLException>(() => model.Save(_folder["copy.mlpackage"]));
        Assert.Equal(["M.mlpackage"], _folder.Names);
    }

    [Fact]
    public void Package_itself_may_be_reached_through_a_link()
    {
        Directory.CreateSymbolicLink(_folder["link"], _package);
        using CoreMLModel model = CoreMLModel.Open(_folder["link"]);
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(model));
        Assert.Equal(ModelContainer.Package, model.Container);
    }
}
