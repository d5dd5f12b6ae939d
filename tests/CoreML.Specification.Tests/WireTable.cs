namespace CoreML.Specification.Tests;

/// <summary>
/// The wire format as facts: each entry has a path that names one thing (a field by its number, an enum value by its
/// name) and a text that says everything about it. The order of declarations carries no meaning and is not kept.
/// </summary>
/// <remarks>
/// <code>
/// file NAME syntax=proto3 package=PACKAGE
/// import NAME (public)
/// message FULL.NAME
///   NUMBER [repeated ]TYPE NAME[  [oneof NAME]][  {packed=True}]
/// enum FULL.NAME
///   NAME = NUMBER
/// </code>
/// </remarks>
internal sealed class WireTable
{
    private readonly SortedDictionary<string, string> entries = new(StringComparer.Ordinal);

    private WireTable()
    {
    }

    public int Count => entries.Count;

    public static WireTable Format { get; } = Parse(ReadFacts());

    public static string ReadFacts()
    {
        using Stream stream = typeof(WireTable).Assembly.GetManifestResourceStream("coreml-wire.txt")!;
        using StreamReader reader = new(stream);
        return reader.ReadToEnd();
    }

    public static WireTable Parse(string text)
    {
        WireTable table = new();
        string file = "", scope = "";
        bool isEnum = false;

        foreach (string line in text.Split('\n').Select(l => l.TrimEnd()).Where(l => l.Length > 0))
        {
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            switch (words[0])
            {
                case "file":
                    file = words[1];
                    table.Add($"file {file}", string.Join(' ', words[2..]));
                    break;
                case "import":
                    table.Add($"file {file} import {words[1]}", string.Join(' ', words[2..]));
                    break;
                case "message" or "enum" when line[0] != ' ':
                    scope = words[1];
                    isEnum = words[0] == "enum";
                    table.Add($"{words[0]} {scope}", $"in {file}");
                    break;
                case var name when isEnum && words.Length == 3 && words[1] == "=":
                    table.Add($"enum {scope} value {name}", words[2]);
                    break;
                case var number when !isEnum && scope.Length > 0 && words.Length >= 3 && int.TryParse(number, out _):
                    table.Add($"message {scope} field {number}", string.Join(' ', words[1..]));
                    break;
                default:
                    throw new FormatException($"Not a line of the table: {line}");
            }
        }

        return table;
    }

    /// <summary>
    /// One line per difference: what is missing from <paramref name="found"/>, differs there or is extra.
    /// </summary>
    public IReadOnlyList<string> DifferencesFrom(WireTable found)
    {
        List<string> differences = [];
        foreach ((string path, string expected) in entries)
        {
            if (!found.entries.TryGetValue(path, out string? actual))
            {
                differences.Add($"missing: {path}: expected '{expected}'");
            }
            else if (actual != expected)
            {
                differences.Add($"different: {path}: expected '{expected}', found '{actual}'");
            }
        }

        differences.AddRange(
            found.entries.Where(e => !entries.ContainsKey(e.Key)).Select(e => $"extra: {e.Key}: found '{e.Value}'"));
        return differences;
    }

    private void Add(string path, string text)
    {
        if (!entries.TryAdd(path, text))
        {
            throw new FormatException($"Declared twice: {path}");
        }
    }
}
