using CoreML.Format;
using Xunit;

namespace CoreML.Tests;

/// <summary>The pages about diagnostics in <c>docs/diagnostics</c>, one for each code.</summary>
internal static class DiagnosticPages
{
    /// <summary>The text of the page of a code, with <c>\n</c> as line end.</summary>
    public static string Read(string code) =>
        File.ReadAllText(Repository.At("docs", "diagnostics", $"{code}.md")).ReplaceLineEndings("\n");

    /// <summary>Checks that a library's diagnostics are in order, unique, inside its area, and described: each has a page under
    /// its title and a line in the index, and no page of the area is about anything else.</summary>
    /// <param name="descriptors">Every diagnostic of the library.</param>
    /// <param name="areas">The codes' beginnings, for example <c>CML4</c>.</param>
    public static void Check(IReadOnlyList<DiagnosticDescriptor> descriptors, params string[] areas)
    {
        string[] codes = [.. descriptors.Select(descriptor => descriptor.Code)];
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, code => Assert.Matches("^CML[0-9]{4}$", code));
        Assert.All(codes, code => Assert.Contains(areas, area => code.StartsWith(area, StringComparison.Ordinal)));

        string index = File.ReadAllText(Repository.At("docs", "diagnostics", "README.md")).ReplaceLineEndings("\n");
        Assert.All(descriptors, descriptor =>
        {
            Assert.EndsWith(".", descriptor.Title, StringComparison.Ordinal);
            Assert.EndsWith(".", descriptor.Advice, StringComparison.Ordinal);
            string title = descriptor.Title[..^1];
            string page = Read(descriptor.Code);
            Assert.Equal($"# {descriptor.Code}: {title}", page[..page.IndexOf('\n', StringComparison.Ordinal)]);
            Assert.Contains("**What to do.**", page, StringComparison.Ordinal);
            Assert.Contains($"| [{descriptor.Code}]({descriptor.Code}.md) | {title} |\n", index, StringComparison.Ordinal);
        });
        IEnumerable<string> pages = Directory.EnumerateFiles(Repository.At("docs", "diagnostics"), "CML*.md")
            .Select(page => Path.GetFileNameWithoutExtension(page))
            .Where(code => areas.Any(area => code.StartsWith(area, StringComparison.Ordinal)));
        Assert.Equal(codes, pages.Order(StringComparer.Ordinal));
    }
}
