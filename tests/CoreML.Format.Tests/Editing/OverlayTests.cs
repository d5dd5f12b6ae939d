using System.Text;
using CoreML.Specification;
using Google.Protobuf;

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
        Assert.Equal("Xcode", model.Metadata.Author);
        Assert.Equal("made by hand", model.Metadata.UserDefined["source"]);
        Assert.False(model.Metadata.UserDefined.Remove("nothing"));
        model.Save(_folder["Copy.mlpackage"]);
        Assert.Equal(SamplePackage.ReadFolder(path), SamplePackage.ReadFolder(_folder["Copy.mlpackage"]));
    }

    [Fact]
    public void They_go_before_those_of_the_specification()
    {
        using CoreMLModel model = CoreMLModel.Open(Package(
            """
            {
              "MLModelDescriptionKey": "d", "MLModelVersionStringKey": "v", "MLModelAuthorKey": "a", "MLModelLicenseKey": null,
              "MLModelCreatorDefinedKey": { "k": "new", "n": "" }
            }
            """,
            """{ "Inputs": { "x": { "MLFeatureShortDescription": "from Xcode" } }, "Outputs": {}, "Later": [1] }""",
            description =>
            {
                description.Metadata = new Metadata { Author = "old", License = "MIT", UserDefined = { ["k"] = "old", ["o"] = "o" } };
                description.Input[0].ShortDescription = "old";
            }));
        ModelMetadata metadata = model.Metadata;
        Assert.Equal(("d", "v", "a", "MIT"), (metadata.ShortDescription, metadata.VersionString, metadata.Author, metadata.License));
        Assert.Equal(
            [("k", "new"), ("n", ""), ("o", "o")],
            metadata.UserDefined.Select(entry => (entry.Key, entry.Value)).OrderBy(entry => entry.Key, StringComparer.Ordinal));
        Assert.Equal("from Xcode", model.Inputs["x"].Description);
        Assert.Equal("old", model.Specification.Description.Metadata.Author);
        Assert.Equal("old", model.Specification.Description.Input[0].ShortDescription);

        Assert.True(metadata.UserDefined.Remove("n"));
        Assert.Equal("a", model.Specification.Description.Metadata.Author);
        Assert.Equal(["k", "o"], model.Specification.Description.Metadata.UserDefined.Keys.Order(StringComparer.Ordinal));
        Assert.Equal(["model.mlmodel", "weights"], model.PackageItems.Select(item => item.Name).Order());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{")]
    [InlineData("""{ "MLModelAuthorKey": 1 }""")]
    [InlineData("""{ "MLModelCreatorDefinedKey": [] }""")]
    [InlineData("""{ "MLModelAuthorKey": "a", "MLModelAuthorKey": "b" }""")]
    public void Damaged_texts_are_said(string metadata)
    {
        using CoreMLModel model = CoreMLModel.Open(Package(metadata, """{ "Inputs": { "x": { "MLFeatureShortDescription": "new" } } }"""));
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.Metadata.Author = "new");
        Assert.Equal(("CML6003", Folder + "Metadata.json"), (exception.Code, exception.Diagnostics[0].File));
        Assert.Equal("CML6003", Assert.Throws<CoreMLException>(() => model.Metadata.Author).Code);
        Assert.Equal("CML6003", Assert.Throws<CoreMLException>(() => model.Inputs["x"].Description = "new").Code);
        Assert.Equal("", model.Specification.Description.Input[0].ShortDescription);
    }

    private string Package(string metadata, string features, Action<ModelDescription>? describe = null)
    {
        var package = new SamplePackage();
        if (describe is not null)
        {
            Model model = Model.Parser.ParseFrom(package.Files[SamplePackage.ModelPath]);
            describe(model.Description);
            package.Files[SamplePackage.ModelPath] = model.ToByteArray();
        }
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
