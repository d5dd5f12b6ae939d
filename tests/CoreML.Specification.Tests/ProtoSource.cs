using System.Text.RegularExpressions;

namespace CoreML.Specification.Tests;

/// <summary>A declaration of a schema file.</summary>
/// <param name="Kind">message, enum, oneof, field or value.</param>
/// <param name="FullName">The name with package and surrounding types.</param>
/// <param name="Line">The number of its line, from 1.</param>
/// <param name="Comment">The lines right above it, without slashes; empty if there are none.</param>
internal sealed record ProtoDeclaration(string Kind, string FullName, int Line, IReadOnlyList<string> Comment);

/// <summary>The source of a schema file, read in the form in which ours are written: one declaration per line, comments on lines
/// of their own. Compiled descriptors have no comments, so the source is the only place to find them.</summary>
internal sealed partial class ProtoSource
{
    /// <summary>The longest line allowed.</summary>
    public const int LineLimit = 110;

    private readonly string[] lines;
    private readonly List<ProtoDeclaration> declarations = [];
    private readonly List<string> unreadable = [];

    /// <summary>Reads a file.</summary>
    /// <param name="name">What problems call it.</param>
    /// <param name="text">Its text.</param>
    public ProtoSource(string name, string text)
    {
        Name = name;
        lines = text.ReplaceLineEndings("\n").Split('\n');
        Read();
    }

    /// <summary>The name of the file.</summary>
    public string Name { get; }

    /// <summary>The declarations in their order.</summary>
    public IReadOnlyList<ProtoDeclaration> Declarations => declarations;

    /// <summary>What is wrong with the comments, one line each, with file, line and declaration.</summary>
    public IEnumerable<string> Problems() =>
    [
        .. unreadable,
        .. lines[0].StartsWith("// ", StringComparison.Ordinal) ? Array.Empty<string>() : [$"{Name}:1: the file has no comment"],
        .. declarations.Where(d => !d.Comment.Any(line => line.Any(char.IsLetter)))
            .Select(d => $"{Name}:{d.Line}: {d.Kind} {d.FullName} has no comment"),
        .. Lines(line => line.Length > LineLimit).Select(n => $"{Name}:{n}: {Place(n)}: longer than {LineLimit} characters"),
        .. Lines(line => line.TrimStart().StartsWith("//", StringComparison.Ordinal) && line.AsSpan().IndexOfAny("<>&") >= 0)
            .Select(n => $"{Name}:{n}: {Place(n)}: angle bracket or ampersand in a comment"),
    ];

    [GeneratedRegex(
        @"^(?:(?<kind>message|enum|oneof) (?<name>\w+) \{"
        + @"|(?:(?<type>[\w. ]+|map<[\w., ]+>) )?(?<name>\w+) = \d+( \[.*\])?;)$")]
    private static partial Regex Declaration { get; }

    [GeneratedRegex(@"^(syntax|package|import|option|reserved)\b.*;$")]
    private static partial Regex Statement { get; }

    private IEnumerable<int> Lines(Func<string, bool> condition) =>
        Enumerable.Range(1, lines.Length).Where(number => condition(lines[number - 1]));

    // A comment belongs to the declaration below it.
    private string Place(int line) =>
        declarations.FirstOrDefault(d => d.Line >= line) is { } next ? $"{next.Kind} {next.FullName}" : "end of file";

    private void Read()
    {
        List<string> comment = [];
        List<(string Kind, string Name)> scopes = [];
        string package = "";
        for (int i = 0; i < lines.Length; i++)
        {
            string line = lines[i].Trim();
            if (line.StartsWith("//", StringComparison.Ordinal))
            {
                comment.Add(line.TrimStart('/').Trim());
                continue;
            }

            if (line == "}" && scopes.Count > 0)
            {
                scopes.RemoveAt(scopes.Count - 1);
            }
            else if (line.StartsWith("package ", StringComparison.Ordinal))
            {
                package = line["package ".Length..].TrimEnd(';');
            }
            else if (Declaration.Match(line) is { Success: true } match && !Statement.IsMatch(line))
            {
                bool opens = match.Groups["kind"].Success;
                string kind = opens ? match.Groups["kind"].Value : match.Groups["type"].Success ? "field" : "value";
                string name = match.Groups["name"].Value;

                // The members of a oneof are named as if they stood beside it.
                string[] path = [package, .. scopes.Where(s => s.Kind != "oneof").Select(s => s.Name), name];
                declarations.Add(new ProtoDeclaration(kind, string.Join('.', path), i + 1, comment));
                if (opens)
                {
                    scopes.Add((kind, name));
                }
            }
            else if (line.Length > 0 && !Statement.IsMatch(line))
            {
                unreadable.Add($"{Name}:{i + 1}: neither a declaration nor a comment: {line}");
            }

            comment = [];
        }
    }
}
