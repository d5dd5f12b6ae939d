using System.Text;

namespace CoreML.OpGen;

/// <summary>Writes the documentation of the builder's methods.</summary>
internal static class XmlText
{
    public static void Append(StringBuilder source, Operation operation, Input? receiver, IReadOnlyList<Input> parameters)
    {
        string[] paragraphs = operation.Text.Split("\n\n");
        Line($"<summary><c>{operation.Name}</c>: {Escape(paragraphs[0])}</summary>");
        string[] remarks =
        [
            .. paragraphs[1..].Select(Escape),
            .. receiver is null ? [] : new[] { $"This value is <c>{receiver.Name}</c>: {Describe(receiver)}" },
            .. operation.Types.Select(type => $"<c>{type.Name}</c> is {Escape(type.Types.Replace("|", ", "))}{Note(type.Span)}."),
            .. operation.Constraints.Select(rule => $"({rule.Label}{Note(rule.Span)}) {Escape(rule.Text)}"),
            $"Versions: {string.Join(", ", operation.Versions)}.",
        ];
        Line("<remarks>");
        foreach (string remark in remarks)
        {
            Line($"<para>{remark}</para>");
        }
        Line("</remarks>");
        foreach (Input input in parameters)
        {
            Line($"<param name=\"{input.ParameterName.TrimStart('@')}\">{Describe(input)}</param>");
        }
        Line("<param name=\"name\">The name of the operation and of what it makes; one is made if <see langword=\"null\"/>.</param>");
        if (operation.Outputs.Count > 0)
        {
            Line($"<returns>{string.Join(" ", operation.Outputs.Select(output => Describe(output, operation.Outputs.Count > 1)))}</returns>");
        }
        Line("<exception cref=\"CoreMLException\">The inputs are not what the operation asks for, or the target lacks it (CML42xx). CML7006: a");
        Line("number does not fit its type. CML7401 to CML7404: a value cannot be used here, or the name is taken.</exception>");

        void Line(string text) => source.Append("    /// ").Append(text).Append('\n');
    }

    private static string Describe(Input input) => string.Join(" ", input.Spans.Select(span => Describe(span, false)));

    private static string Describe(Parameter parameter, bool named)
    {
        string name = named ? $"<c>{CatalogSource.Pascal(parameter.Name)}</c>: " : "";
        string fallback = parameter.Default is null ? parameter.IsOptional ? ", may be left out" : "" : $", {Escape(parameter.Default)} if left out";
        return $"{name}{Escape(parameter.Text)} (<c>{Escape(parameter.Type, false)}</c>{fallback}{Note(parameter.Span)})";
    }

    private static string Note(Span span) => span == default ? "" : $", {span}";

    // Text between back quotes becomes code.
    private static string Escape(string text) => Escape(text, true);

    private static string Escape(string text, bool code)
    {
        string escaped = text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;").Replace('\n', ' ');
        if (!code)
        {
            return escaped;
        }
        string[] parts = escaped.Split('`');
        var result = new StringBuilder(parts[0]);
        for (int i = 1; i < parts.Length; i++)
        {
            result.Append(i % 2 == 1 ? "<c>" : "</c>").Append(parts[i]);
        }
        return result.ToString();
    }
}
