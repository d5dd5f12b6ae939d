using System.Text.RegularExpressions;

namespace CoreML.Tests;

/// <summary>A piece of C# in a document, or the source that it shows.</summary>
/// <param name="Name">What the comment above it calls it.</param>
/// <param name="Usings">The using directives at its start.</param>
/// <param name="Code">What follows them, without the indentation that all lines have.</param>
internal sealed partial record CodeBlock(string Name, string[] Usings, string Code)
{
    /// <summary>The blocks of a document: <c>```csharp</c> under a comment <c>snippet: name</c>.</summary>
    public static IEnumerable<CodeBlock> InDocument(string text) =>
        Fence().Matches(text).Select(match => Create(match.Groups["name"].Value, match.Groups["code"].Value));

    /// <summary>The pieces of a source file between <c>// snippet: name</c> and <c>// end</c>.</summary>
    public static IEnumerable<CodeBlock> InSource(string text) =>
        Marker().Matches(text).Select(match => Create(match.Groups["name"].Value, match.Groups["code"].Value));

    /// <summary>The namespaces that a source file uses.</summary>
    public static string[] UsingsOf(string text) => [.. Using().Matches(text).Select(match => match.Value)];

    private static CodeBlock Create(string name, string code)
    {
        string[] lines = code.ReplaceLineEndings("\n").Split('\n');
        string[] body = [.. lines.SkipWhile(line => line.Length == 0 || Using().IsMatch(line))];
        int indentation = body.Where(line => line.Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return new CodeBlock(
            name,
            [.. lines.TakeWhile(line => line.Length == 0 || Using().IsMatch(line)).Where(line => line.Length > 0)],
            string.Join('\n', body.Select(line => line.Length == 0 ? line : line[indentation..])).TrimEnd());
    }

    [GeneratedRegex(@"^(<!-- snippet: (?<name>[\w-]+) -->\r?\n)?```csharp\r?\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Fence();

    [GeneratedRegex(@"^ *// snippet: (?<name>[\w-]+)\r?\n(?<code>.*?)^ *// end\r?$", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture)]
    private static partial Regex Marker();

    [GeneratedRegex(@"^using [\w.]+;", RegexOptions.Multiline)]
    private static partial Regex Using();
}
