using System.Globalization;
using System.Text;

namespace CoreML.Format;

/// <summary>
/// One finding about a model: what is wrong, where, what was expected, what was found and what to do about it.
/// </summary>
/// <param name="Descriptor">The kind of finding.</param>
/// <param name="Message">What is wrong, in one sentence with particulars.</param>
public sealed record Diagnostic(DiagnosticDescriptor Descriptor, string Message)
{
    /// <summary>The stable code, for example <c>CML3004</c>.</summary>
    public string Code => Descriptor.Code;

    /// <summary>How serious the finding is; the descriptor's severity unless it was configured otherwise.</summary>
    public DiagnosticSeverity Severity { get; init; } = Descriptor.Severity;

    /// <summary>Where in the model, for example <c>main/block[0]/conv_3.weight</c>; <see langword="null"/> if the
    /// finding is about the file as a whole.</summary>
    public string? Path { get; init; }

    /// <summary>The file or package item concerned, if the finding is about one.</summary>
    public string? File { get; init; }

    /// <summary>Position in <see cref="File"/> in bytes, where the file is binary.</summary>
    public long? Offset { get; init; }

    /// <summary>What would have been right.</summary>
    public string? Expected { get; init; }

    /// <summary>What was there instead.</summary>
    public string? Found { get; init; }

    /// <summary>What to do about it.</summary>
    public string? Advice { get; init; }

    /// <summary>The finding as a few lines of readable text; the first line has the form
    /// <c>error CML3004: message</c>.</summary>
    /// <returns>The text, lines separated by <c>\n</c>, without a final line end.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(Severity switch
        {
            DiagnosticSeverity.Note => "note ",
            DiagnosticSeverity.Warning => "warning ",
            _ => "error ",
        });
        text.Append(Code).Append(": ").Append(Message);
        if (Path is not null || File is not null)
        {
            text.Append("\n  at ").AppendJoin(" in ", new[] { Path, File }.Where(part => part is not null));
            if (Offset is { } offset)
            {
                text.Append(CultureInfo.InvariantCulture, $", offset {offset}");
            }
        }
        Line("expected", Expected);
        Line("found", Found);
        Line("do", Advice);
        return text.ToString();

        void Line(string label, string? value)
        {
            if (value is not null)
            {
                text.Append("\n  ").Append(label).Append(": ").Append(value);
            }
        }
    }
}
