using System.Text;

namespace CoreML.OpGen;

/// <summary>Writes the page of all operations.</summary>
public static class OperationsPage
{
    /// <summary>The page.</summary>
    public static string Write(IReadOnlyList<Family> families)
    {
        var page = new StringBuilder("""
            # Operations

            Every operation of ML programs, as `OperationCatalog` has it. Written by `tools/OpGen` from the definitions in
            [`ops`](../ops), which explain the notation; do not edit this page.

            An input with a default, or with a question mark, may be left out. *const* inputs have to be known when the model is
            compiled. `[N, C, D...]` names dimensions, `D...` any number of them; `#D` is their number, and `[]` a scalar. Conditions
            have labels, which diagnostics repeat. *since* and *until* name versions; the one after *until* is not included.


            """);
        page.Append("| family | operations |\n|---|---|\n");
        foreach (Family family in families)
        {
            page.Append($"| {family.Title} | {string.Join(", ", family.Operations.Select(operation => $"[{operation.Name}](#{operation.Name})"))} |\n");
        }
        foreach (Family family in families)
        {
            page.Append($"\n## {family.Title}\n");
            foreach (Operation operation in family.Operations)
            {
                page.Append($"\n### {operation.Name}\n\n{operation.Text}\n\n");
                page.Append($"*{string.Join(", ", operation.Versions)}*\n");
                Write(page, operation);
            }
        }
        return page.ToString();
    }

    private static void Write(StringBuilder page, Operation operation)
    {
        if (operation.Inputs.Count + operation.Outputs.Count > 0)
        {
            page.Append("\n| | | | |\n|---|---|---|---|\n");
            foreach (Parameter input in operation.Inputs)
            {
                Row("in", input);
            }
            foreach (Parameter output in operation.Outputs)
            {
                Row("out", output);
            }
        }
        if (operation.Types.Count + operation.Constraints.Count > 0)
        {
            page.Append('\n');
        }
        foreach (TypeVariable type in operation.Types)
        {
            page.Append($"- `{type.Name}`{Span(type.Span)}: {type.Types.Replace("|", ", ")}"
                + (type.NamedBy is null ? "" : $", as `{type.NamedBy}` says") + (type.Otherwise is null ? "" : $"; {type.Otherwise} otherwise") + "\n");
        }
        foreach (Constraint constraint in operation.Constraints)
        {
            page.Append($"- ({constraint.Label}){Span(constraint.Span)} {constraint.Text}\n");
        }

        void Row(string kind, Parameter parameter)
        {
            string name = parameter.Name + (parameter.IsVariadic ? "..." : "") + (parameter.IsOptional && parameter.Default is null ? "?" : "");
            string type = (parameter.IsConstant ? "*const* " : "") + Code(parameter.Type)
                + (parameter.Default is null ? "" : $" = {Code(parameter.Default)}") + Span(parameter.Span);
            string choices = parameter.Choices is null ? "" : $" One of {string.Join(", ", parameter.Choices.Split('|').Select(Code))}.";
            page.Append($"| {kind} | `{name}` | {type} | {parameter.Text.Replace("|", "\\|")}{choices} |\n");
        }
    }

    private static string Code(string text) => $"`{text.Replace("|", "\\|")}`";

    private static string Span(Span span) => span == default ? "" : $" *({span})*";
}
