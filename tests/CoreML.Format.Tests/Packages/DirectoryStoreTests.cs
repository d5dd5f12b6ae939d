namespace CoreML.Format.Tests;

public sealed class DirectoryStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _package;

    public DirectoryStoreTests()
    {
        var package = new SamplePackage();
        package.Files["Data/com.apple.CoreML/b/x"] = [1];
        package.Files["Data/com.apple.CoreML/B"] = [2];
        package.Files["README"] = [3];
        package.EmptyFolders.Add("Data/empty");
        _package = package.WriteTo(_folder["M.mlpackage"]);
    }

    public void Dispose() => _folder.Dispose();

    private DirectoryStore Open(ReadLimits? limits = null) => new(_package, followLinks: false, limits ?? ReadLimits.Default);

    [Fact]
    public void Files_and_folders_are_listed_in_one_order()
    {
        Assert.Equal(
            [
                "Data/com.apple.CoreML/B", "Data/com.apple.CoreML/b/x", SamplePackage.ModelPath, SamplePackage.WeightsPath,
                "Manifest.json", "README",
            ],
            Open().ListFiles());
        Assert.Equal(
            ["Data", "Data/com.apple.CoreML", "Data/com.apple.CoreML/b", "Data/com.apple.CoreML/weights", "Data/empty"],
            Open().ListFolders());
    }

    [Fact]
    public void Number_of_files_is_limited()
    {
        var limits = new ReadLimits { MaxPackageFiles = 6 };
        Assert.Equal(6, Open(limits).ListFiles().Count);
        CoreMLException exception = Assert.Throws<CoreMLException>(() => Open(limits with { MaxPackageFiles = 5 }).ListFiles());
        Assert.Equal("CML1108", exception.Code);
        Assert.Throws<CoreMLException>(() => Open(limits with { MaxPackageFiles = 4 }).ListFolders());
    }

    [Theory]
    [InlineData("missing", "nothing")]
    [InlineData("missing/file", "nothing")]
    [InlineData("Data", "a folder")]
    public void File_that_is_missing(string path, string found)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => Open().OpenSource(path));
        Assert.Equal(("CML1106", found), (exception.Code, exception.Diagnostics[0].Found));
        Assert.False(Open().FileExists(path));
    }
}
