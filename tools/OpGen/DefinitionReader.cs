using System.Text;
using System.Text.RegularExpressions;

namespace CoreML.OpGen;

/// <summary>Reads a file of definitions; <c>ops/README.md</c> explains the format.</summary>
public static partial class DefinitionReader
{
    private static readonly string[] Targets = ["iOS15", "iOS16", "iOS17", "iOS18", "iOS26"];

    /// <summary>Reads one file.</summary>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="lines">Its lines.</param>
    /// <returns>Its operations.</returns>
    /// <exception cref="FormatException">A line is not understood.</exception>
    public static Family Read(string name, string[] lines)
    {
        var operations = new List<Operation>();
        string title = lines is [['#', ' ', .. string first], ..] ? first : throw Mistake(0, "The first line has the form '# Title'.");
        int at = 1;
        while (at < lines.Length)
        {
            string line = lines[at];
            if (line.Length == 0 || line[0] == '#')
            {
                at++;
                continue;
            }
            string[] words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            if (words is not ["op", _, _, ..] || words[2..].Any(version => !Targets.Contains(version)))
            {
                throw Mistake(at, "An operation begins with 'op NAME iOS15 …'.");
            }
            var operation = new Operation(words[1], words[2..]);
            at = ReadBody(operation, at + 1);
            operations.Add(operation);
        }
        return new(Path.GetFileNameWithoutExtension(name), title, operations);

        int ReadBody(Operation operation, int from)
        {
            int index = from;
            var text = new StringBuilder();
            while (index < lines.Length && (lines[index].Length == 0 || lines[index].StartsWith("    ", StringComparison.Ordinal)))
            {
                int start = index;
                string statement = lines[index++].Trim();
                if (statement.Length == 0)
                {
                    continue;
                }
                if (!Keyword().IsMatch(statement))
                {
                    text.Append(text.Length == 0 ? "" : lines[start - 1].Trim().Length == 0 ? "\n\n" : " ").Append(statement);
                    continue;
                }
                while (index < lines.Length && lines[index].StartsWith("        ", StringComparison.Ordinal))
                {
                    statement += " " + lines[index++].Trim();
                }
                if (!Add(operation, statement))
                {
                    throw Mistake(start, $"Not understood: {statement}");
                }
            }
            operation.Text = text.Length > 0 ? text.ToString() : throw Mistake(from - 1, "An operation is described.");
            return index;
        }

        FormatException Mistake(int line, string message) => new($"{name}({line + 1}): {message}");
    }

    private static bool Add(Operation operation, string statement)
    {
        if (ParameterLine().Match(statement) is { Success: true } parameter)
        {
            (parameter.Groups["kind"].Value == "in" ? operation.Inputs : operation.Outputs).Add(new(
                parameter.Groups["name"].Value, parameter.Groups["type"].Value, parameter.Groups["text"].Value, SpanOf(parameter, operation))
            {
                IsConstant = parameter.Groups["const"].Success,
                IsVariadic = parameter.Groups["many"].Success,
                IsOptional = parameter.Groups["optional"].Success || parameter.Groups["default"].Success,
                Default = Optional(parameter, "default"),
                Choices = Optional(parameter, "choices"),
            });
            return true;
        }
        if (TypeLine().Match(statement) is { Success: true } type)
        {
            operation.Types.Add(new(type.Groups["name"].Value, type.Groups["types"].Value, SpanOf(type, operation))
            {
                NamedBy = Optional(type, "by"),
                Otherwise = Optional(type, "otherwise"),
            });
            return true;
        }
        if (ConstraintLine().Match(statement) is { Success: true } constraint)
        {
            operation.Constraints.Add(new(constraint.Groups["label"].Value, constraint.Groups["text"].Value, SpanOf(constraint, operation)));
            return true;
        }
        return false;
    }

    private static Span SpanOf(Match match, Operation operation)
    {
        var span = new Span(Optional(match, "since"), Optional(match, "until"));
        foreach (string version in new[] { span.Since, span.Until }.OfType<string>())
        {
            if (!operation.Versions.Contains(version))
            {
                throw new FormatException($"{operation.Name} has no version {version}.");
            }
        }
        return span;
    }

    private static string? Optional(Match match, string group) => match.Groups[group] is { Success: true } found ? found.Value : null;

    [GeneratedRegex(@"^(in|out) +\w+(\.\.\.)?\??: |^type \w+ = |^C\d+[ :]")]
    private static partial Regex Keyword();

    [GeneratedRegex(@"^(?<kind>in|out) +(?<name>\w+)(?<many>\.\.\.)?(?<optional>\?)?: (?<const>const )?(?<type>[\w|]+(\[[^\]]*\])?)" +
        @"( in (?<choices>\S+))?( = (?<default>\S+))?( since (?<since>\w+))?( until (?<until>\w+))? +-- (?<text>.+)$")]
    private static partial Regex ParameterLine();

    [GeneratedRegex(@"^type (?<name>[A-Z]\w*) = (?<types>[\w|]+)( named by (?<by>\w+))?( otherwise (?<otherwise>\w+))?" +
        @"( since (?<since>\w+))?( until (?<until>\w+))?$")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?<label>C\d+)( since (?<since>\w+))?( until (?<until>\w+))?: (?<text>.+)$")]
    private static partial Regex ConstraintLine();
}
