using System.Xml.Linq;

namespace CoreML.Packaging.Tests;

/// <summary>What is in the packages.</summary>
public class PackageTests(PackageFeed feed)
{
    private const string Tool = "CoreML.Net.Cli";

    public static TheoryData<string> Libraries =>
    [
        "CoreML.Specification", "CoreML.Format", "CoreML.Mil", "CoreML.Builder", "CoreML.Quantization", "CoreML.Validation",
    ];

    public static TheoryData<string> Packages => [.. Libraries, "CoreML.Net", Tool];

    [Fact]
    public void There_is_no_package_but_these() =>
        Assert.Equal(Packages.Count, Directory.GetFiles(feed.Feed, "*.nupkg").Length);

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_says_what_it_is(string id)
    {
        XElement metadata = feed.MetadataOf(id);
        Assert.Equal("MIT", Value("license"));
        Assert.Equal("expression", Element("license").Attribute("type")?.Value);
        Assert.Equal("README.md", Value("readme"));
        Assert.Contains("README.md", feed.EntriesOf(id, ".nupkg"));
        Assert.Contains("Core ML", Value("description"), StringComparison.Ordinal);
        Assert.Contains("coreml", Value("tags"), StringComparison.Ordinal);

        XElement Element(string name) => metadata.Elements().Single(element => element.Name.LocalName == name);
        string Value(string name) => Element(name).Value;
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_has_code_documentation_and_symbols(string id)
    {
        string[] entries = feed.EntriesOf(id, ".nupkg");
        Assert.Contains($"lib/net10.0/{id}.dll", entries);
        Assert.Contains($"lib/net10.0/{id}.xml", entries);
        Assert.Contains($"lib/net10.0/{id}.pdb", feed.EntriesOf(id, ".snupkg"));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void A_library_depends_on_the_same_version_of_the_others(string id)
    {
        XElement[] dependencies =
        [
            .. feed.MetadataOf(id).Descendants().Where(element => element.Name.LocalName == "dependency"),
        ];
        Assert.NotEmpty(dependencies);
        Assert.All(
            dependencies.Where(dependency => dependency.Attribute("id")!.Value.StartsWith("CoreML.", StringComparison.Ordinal)),
            dependency => Assert.Equal(feed.VersionOf(id), dependency.Attribute("version")!.Value));
        Assert.DoesNotContain(dependencies, dependency => dependency.Attribute("id")!.Value == "Grpc.Tools");
    }

    [Fact]
    public void The_package_that_users_add_has_no_code() =>
        Assert.DoesNotContain(feed.EntriesOf("CoreML.Net", ".nupkg"), entry => entry.EndsWith(".dll", StringComparison.Ordinal));

    [Fact]
    public void The_tool_has_its_name() =>
        Assert.Contains("tools/net10.0/any/coreml.dll", feed.EntriesOf(Tool, ".nupkg"));
}
