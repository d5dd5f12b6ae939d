using System.Text;

namespace CoreML.Format.Tests;

/// <summary>Texts that Xcode keeps beside a specification move into it as soon as they are edited.</summary>
public sealed class OverlayTests : IDisposable
{
    private const string Folder = "Data/com.apple.CoreML/";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void An_edit_moves_all_texts_into_the_specification()
    {
        string path = Package(
            """{ "MLModelAuthorKey": "Xcode", "MLModelLicenseKey": "MIT", "MLModelCreatorDefinedKey": { "k": "v" } }""",
            """{ "Inputs": { "x": { "MLFeatureShortDescription": "from Xcode" }, "gone": {} }, "Outputs": {} }""");
        using (CoreMLModel model = CoreMLModel.Open(path))
        {
            model.Metadata.Author = "new";
            model.Inputs["x"].Rename("image");
            model.Save(path);
        }
        using CoreMLModel again = CoreMLModel.Open(path);
        Assert.Equal("new", again.Metadata.Author);
        Assert.Equal("MIT", again.Metadata.License);
        Assert.Equal("v", again.Metadata.UserDefined["k"]);
        Assert.Equal("from Xcode", again.Inputs["image"].Description);
        Assert.Equal(["model.mlmodel", "weights"], again.PackageItems.Select(item => item.Name).Order());
        Assert.DoesNotContain(again.PackageFiles, file => file.EndsWith(".json", StringComparison.Ordinal));
    }

    [Fact]
    public void Without_an_edit_they_stay_where_they_are()
    {
        string path = Package("""{ "MLModelAuthorKey": "Xcode" }""", "{}");
        using CoreMLModel model = CoreMLModel.Open(path);
        _ = model.Metadata.Author;
        model.Save(_folder["Copy.mlpackage"]);
        Assert.Equal(
            File.ReadAllBytes(Path.Combine(path, "Manifest.json")), File.ReadAllBytes(Path.Combine(_folder["Copy.mlpackage"], "Manifest.json")));
        Assert.True(File.Exists(Path.Combine(_folder["Copy.mlpackage"], Folder + "Metadata.json")));
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "MLModelAuthorKey": 1 }""")]
    public void Damaged_texts_are_said(string metadata)
    {
        using CoreMLModel model = CoreMLModel.Open(Package(metadata, "{}"));
        Assert.Equal("CML6003", Assert.Throws<CoreMLException>(() => model.Metadata.Author = "new").Code);
    }

    private string Package(string metadata, string features)
    {
        var package = new SamplePackage();
        string items = "";
        foreach ((string name, string text) in new[] { ("Metadata.json", metadata), ("FeatureDescriptions.json", features) })
        {
            package.Files[Folder + name] = Encoding.UTF8.GetBytes(text);
            items += $$"""
                "{{name}}": { "author": "com.apple.CoreML", "description": "", "name": "{{name}}", "path": "com.apple.CoreML/{{name}}" },
                """;
        }
        string manifest = SamplePackage.Manifest;
        int at = manifest.IndexOf("\"itemInfoEntries\": {", StringComparison.Ordinal) + "\"itemInfoEntries\": {".Length;
        return package.WithManifest(manifest.Insert(at, items)).WriteTo(_folder["Model.mlpackage"]);
    }
}
