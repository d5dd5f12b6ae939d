using System.Text.RegularExpressions;
using CoreML.Tests;

namespace CoreML.Samples.Tests;

/// <summary>Documents show code that compiles and runs, and lead to files that exist.</summary>
public partial class DocumentTests
{
    private static readonly string Source = string.Concat(
        Directory.GetFiles(Repository.At("tests", "CoreML.Samples.Tests"), "Snippets*.cs").Order(StringComparer.Ordinal).Select(File.ReadAllText));

    private static readonly CodeBlock[] Snippets = [.. CodeBlock.InSource(Source)];

    public static TheoryData<string> Documents =>
        [.. Repository.Files(".", ".md").Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/'))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Code_is_the_code_that_runs(string document)
    {
        foreach (CodeBlock block in CodeBlock.InDocument(File.ReadAllText(Repository.At(document))))
        {
            Assert.True(block.Name.Length > 0, $"A block of {document} has no '<!-- snippet: name -->' above it:\n{block.Code}");
            CodeBlock? snippet = Array.Find(Snippets, snippet => snippet.Name == block.Name);
            Assert.True(snippet is not null, $"There is no snippet '{block.Name}' as {document} says.");
            Assert.Equal(snippet.Code, block.Code);
            Assert.All(block.Usings, line => Assert.Contains(line, CodeBlock.UsingsOf(Source)));
        }
    }

    [Fact]
    public void Every_snippet_is_shown()
    {
        string[] shown =
        [
            .. Repository.Files(".", ".md").SelectMany(file => CodeBlock.InDocument(File.ReadAllText(file))).Select(block => block.Name),
        ];
        Assert.NotEmpty(Snippets);
        Assert.All(Snippets, snippet => Assert.Contains(snippet.Name, shown));
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Links_lead_to_files(string document)
    {
        string folder = Path.GetDirectoryName(Repository.At(document))!;
        IEnumerable<string> targets = Link().Matches(File.ReadAllText(Repository.At(document)))
            .Select(match => match.Groups[1].Value)
            .Where(target => !target.Contains("://", StringComparison.Ordinal));
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), $"{document} links to {target}."));
    }

    [GeneratedRegex(@"\]\(([^)#\s]+)")]
    private static partial Regex Link();
}
