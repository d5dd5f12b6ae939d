using System.Text;

namespace CoreML.Format.Tests;

public sealed class ManifestTests
{
    private static PackageManifest Parse(string json) => PackageManifest.Parse(Encoding.UTF8.GetBytes(json), "Manifest.json");

    [Fact]
    public void Items_are_read()
    {
        PackageManifest manifest = Parse(SamplePackage.Manifest);
        Assert.Equal("1.0.0", manifest.FileFormatVersion);
        Assert.Equal(2, manifest.Items.Count);
        Assert.Equal(
            new PackageItem("0f0e0d0c-0b0a-0908-0706-050403020100", "com.apple.CoreML/model.mlmodel", "model.mlmodel", "com.apple.CoreML", ""),
            manifest.Model);
        Assert.Equal("com.apple.CoreML/weights", manifest.Items[1].Path);
    }

    [Fact]
    public void Byte_order_mark_is_skipped() => Assert.Equal(2, Parse("\uFEFF" + SamplePackage.Manifest).Items.Count);

    [Theory]
    [InlineData("1.0.0")]
    [InlineData("0.0.0")]
    [InlineData("0.5.7")]
    public void Versions_that_are_read(string version) =>
        Assert.Equal(version, Parse(SamplePackage.Manifest.Replace("1.0.0", version, StringComparison.Ordinal)).FileFormatVersion);

    [Fact]
    public void New_manifest_is_always_the_same_text() => Assert.Equal(
        """
        {
            "fileFormatVersion": "1.0.0",
            "itemInfoEntries": {
                "06ABBB72-324B-85E1-B268-0994340D95DC": {
                    "author": "com.apple.CoreML",
                    "description": "CoreML Model Specification",
                    "name": "model.mlmodel",
                    "path": "com.apple.CoreML/model.mlmodel"
                },
                "FAE56F74-5E14-839A-9999-27692667120D": {
                    "author": "com.apple.CoreML",
                    "description": "CoreML Model Weights",
                    "name": "weights",
                    "path": "com.apple.CoreML/weights"
                }
            },
            "rootModelIdentifier": "06ABBB72-324B-85E1-B268-0994340D95DC"
        }

        """,
        Encoding.UTF8.GetString(PackageManifest.Create(withWeights: true).ToUtf8()),
        ignoreLineEndingDifferences: true);

    [Fact]
    public void New_manifest_is_read_again()
    {
        PackageManifest manifest = PackageManifest.Create(withWeights: false);
        Assert.Equal(manifest.Items, PackageManifest.Parse(manifest.ToUtf8(), "Manifest.json").Items);
        Assert.Single(manifest.Items);
    }

    [Fact]
    public void Unknown_keys_and_items_survive_an_edit()
    {
        const string Json = """
            {
              "fileFormatVersion": "1.0.0",
              "vendor": { "z": [1, 2.50, { "b": null, "a": true }], "A": "ü/\"" },
              "itemInfoEntries": {
                "id-1": { "path": "a/model.mlmodel", "name": "m", "author": "x", "description": "d", "checksum": 12345678901234567890 },
                "id-2": { "path": "a/notes", "name": "notes", "author": "y", "description": "" }
              },
              "rootModelIdentifier": "id-1"
            }
            """;
        PackageManifest manifest = Parse(Json);
        manifest.AddWeights();
        string written = Encoding.UTF8.GetString(manifest.ToUtf8());

        Assert.Equal(3, Parse(written).Items.Count);
        Assert.Contains("\"checksum\": 12345678901234567890", written, StringComparison.Ordinal);
        Assert.Contains("2.50", written, StringComparison.Ordinal);
        Assert.Contains("\"A\": \"ü/\\\"\"", written, StringComparison.Ordinal);
        // Sorted at the top as Apple's tools do.
        Assert.True(written.IndexOf("\"fileFormatVersion\"", StringComparison.Ordinal) < written.IndexOf("\"vendor\"", StringComparison.Ordinal));
        Assert.Equal(written, Encoding.UTF8.GetString(Parse(written).ToUtf8()));
    }

    [Theory]
    [InlineData("com.apple.CoreML/weights")]
    [InlineData("com.apple.CoreML/weights/")]
    public void Weights_are_not_added_twice(string path)
    {
        PackageManifest manifest = Parse(SamplePackage.Manifest.Replace("\"com.apple.CoreML/weights\"", $"\"{path}\"", StringComparison.Ordinal));
        manifest.AddWeights();
        Assert.Equal(2, manifest.Items.Count);
    }

    [Fact]
    public void Identifiers_are_uuids_that_follow_from_names()
    {
        string identifier = DeterministicIdentifier.For("weights");
        Assert.Equal(identifier, DeterministicIdentifier.For("weights"));
        Assert.NotEqual(identifier, DeterministicIdentifier.For("model.mlmodel"));
        // Version 8 and the variant of RFC 9562.
        Assert.Matches("^[0-9A-F]{8}-[0-9A-F]{4}-8[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}$", identifier);
    }
}
