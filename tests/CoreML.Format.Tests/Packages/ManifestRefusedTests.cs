using System.Text;

namespace CoreML.Format.Tests;

/// <summary>Manifests that are refused, and where the diagnostic says it is.</summary>
public sealed class ManifestRefusedTests
{
    private const string Root = "\"rootModelIdentifier\": \"id\"";
    private const string Version = "\"fileFormatVersion\": \"1.0.0\"";
    private const string Item = "\"id\": { \"path\": \"a/model.mlmodel\", \"name\": \"\", \"author\": \"\", \"description\": \"\" }";

    private static Diagnostic Refused(byte[] json)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => PackageManifest.Parse(json, "Manifest.json"));
        Assert.Equal("Manifest.json", exception.Diagnostics[0].File);
        return exception.Diagnostics[0];
    }

    private static Diagnostic Refused(string json) => Refused(Encoding.UTF8.GetBytes(json));

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("not json")]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    [InlineData("null")]
    [InlineData("{} {}")]
    [InlineData("{ \"a\": 1, \"a\": 2 }")]
    public void Not_a_json_object(string json) => Assert.Equal("CML1102", Refused(json).Code);

    [Fact]
    public void Bytes_that_are_not_text() => Assert.Equal("CML1102", Refused([0x7B, 0xFF, 0xFE, 0x7D]).Code);

    [Fact]
    public void Thousands_of_levels() =>
        Assert.Equal("CML1102", Refused($"{{ \"a\": {new string('[', 5000)}{new string(']', 5000)} }}").Code);

    [Theory]
    [InlineData("{}", "nothing")]
    [InlineData("{ \"fileFormatVersion\": 1 }", "Number")]
    [InlineData("{ \"fileFormatVersion\": null }", "nothing")]
    public void Version_that_is_no_text(string json, string found)
    {
        Diagnostic diagnostic = Refused(json);
        Assert.Equal(("CML1102", "fileFormatVersion", found), (diagnostic.Code, diagnostic.Path, diagnostic.Found));
    }

    [Theory]
    [InlineData("9.0.0")]
    [InlineData("2.0.0")]
    [InlineData("1.1.0")]
    [InlineData("1.0.1")]
    [InlineData("0.0.1")]
    [InlineData("1.0")]
    [InlineData("1.0.0.0")]
    [InlineData("1.0.-0")]
    [InlineData("1.0.x")]
    [InlineData("1.0. 0")]
    [InlineData("")]
    [InlineData("99999999999.0.0")]
    public void Version_that_is_not_supported(string version)
    {
        Diagnostic diagnostic = Refused($"{{ \"fileFormatVersion\": \"{version}\" }}");
        Assert.Equal(("CML1103", "fileFormatVersion", version), (diagnostic.Code, diagnostic.Path, diagnostic.Found));
    }

    [Theory]
    [InlineData("\"text\"")]
    [InlineData("[]")]
    [InlineData("7")]
    public void Items_that_are_no_object(string items)
    {
        Diagnostic diagnostic = Refused($"{{ {Version}, {Root}, \"itemInfoEntries\": {items} }}");
        Assert.Equal(("CML1102", "itemInfoEntries"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    public void Item_that_is_no_object(string item)
    {
        Diagnostic diagnostic = Refused($"{{ {Version}, {Root}, \"itemInfoEntries\": {{ \"id\": {item} }} }}");
        Assert.Equal(("CML1102", "itemInfoEntries[\"id\"]"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("path")]
    [InlineData("name")]
    [InlineData("author")]
    [InlineData("description")]
    public void Item_without_one_of_its_keys(string key)
    {
        string item = Item.Replace($"\"{key}\"", "\"other\"", StringComparison.Ordinal);
        Diagnostic diagnostic = Refused($"{{ {Version}, {Root}, \"itemInfoEntries\": {{ {item} }} }}");
        Assert.Equal(("CML1102", $"itemInfoEntries[\"id\"].{key}"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("{0}, \"itemInfoEntries\": {{ {1} }}")]
    [InlineData("{0}, \"rootModelIdentifier\": 5, \"itemInfoEntries\": {{ {1} }}")]
    [InlineData("{0}, \"rootModelIdentifier\": \"ID\", \"itemInfoEntries\": {{ {1} }}")]
    [InlineData("{0}, \"rootModelIdentifier\": \"id\", \"itemInfoEntries\": {{ }}")]
    [InlineData("{0}, \"rootModelIdentifier\": \"id\", \"itemInfoEntries\": null")]
    [InlineData("{0}, \"rootModelIdentifier\": \"id\"")]
    public void Root_that_is_no_item(string form)
    {
        string json = $"{{ {string.Format(System.Globalization.CultureInfo.InvariantCulture, form, Version, Item)} }}";
        Diagnostic diagnostic = Refused(json);
        Assert.Equal(("CML1104", "rootModelIdentifier"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("../model.mlmodel")]
    [InlineData("a/../../model.mlmodel")]
    [InlineData("a/../model.mlmodel")]
    [InlineData("/etc/passwd")]
    [InlineData("C:/model.mlmodel")]
    [InlineData("a\\\\b")]
    [InlineData("")]
    public void Path_that_leaves_the_package(string path)
    {
        string item = Item.Replace("a/model.mlmodel", path, StringComparison.Ordinal);
        Diagnostic diagnostic = Refused($"{{ {Version}, {Root}, \"itemInfoEntries\": {{ {item} }} }}");
        Assert.Equal(("CML1105", "itemInfoEntries[\"id\"].path"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("a/model.mlmodel")]
    [InlineData("a/model.mlmodel/")]
    public void Path_that_two_items_have(string path)
    {
        string other = Item.Replace("\"id\"", "\"other\"", StringComparison.Ordinal).Replace("a/model.mlmodel", path, StringComparison.Ordinal);
        Diagnostic diagnostic = Refused($"{{ {Version}, {Root}, \"itemInfoEntries\": {{ {Item}, {other} }} }}");
        Assert.Equal(("CML1107", "itemInfoEntries[\"other\"].path"), (diagnostic.Code, diagnostic.Path));
    }

    [Theory]
    [InlineData("{ \"fileFormatVersion\": \"\\ud800\" }")]
    [InlineData("{ \"\\ud800\": 1 }")]
    [InlineData("{ \"fileFormatVersion\": \"1.0.0\", \"itemInfoEntries\": { \"\\udfff\": {} } }")]
    [InlineData("{ \"fileFormatVersion\": \"1.0.0\", \"itemInfoEntries\": { \"id\": { \"path\": \"\\ud800\" } } }")]
    [InlineData("{ \"fileFormatVersion\": \"1.0.0\", \"itemInfoEntries\": {}, \"rootModelIdentifier\": \"\\ud800\" }")]
    public void Half_a_surrogate_pair(string json) => Assert.Equal("CML1102", Refused(json).Code);

    [Theory]
    [InlineData("{ \"fileFormatVersion\": \"#\" }")]
    [InlineData("{ \"#\": 1 }")]
    [InlineData("{ \"fileFormatVersion\": \"1.0.0\", \"itemInfoEntries\": { \"id\": { \"path\": \"#\" } } }")]
    public void Text_that_is_not_utf8(string json)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(json);
        bytes[Array.IndexOf(bytes, (byte)'#')] = 0xFF;
        Assert.Equal("CML1102", Refused(bytes).Code);
    }
}
