using System.Collections;
using CoreML.Format;

namespace CoreML.Validation;

/// <summary>What a validation found: diagnostics in the order of the rules' areas and, within them, of the model.</summary>
public sealed class ValidationResult : IReadOnlyList<Diagnostic>
{
    private readonly IReadOnlyList<Diagnostic> _diagnostics;

    internal ValidationResult(IReadOnlyList<Diagnostic> diagnostics, long total)
    {
        _diagnostics = diagnostics;
        TotalCount = total;
    }

    /// <summary>Whether nothing was found that Core ML refuses.</summary>
    public bool IsValid => !_diagnostics.Any(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);

    /// <summary>Number of diagnostics in the list.</summary>
    public int Count => _diagnostics.Count;

    /// <summary>Number of findings, those beyond <see cref="ValidationOptions.MaxDiagnostics"/> included. Errors come into the
    /// list before others do.</summary>
    public long TotalCount { get; }

    /// <summary>The errors.</summary>
    public IEnumerable<Diagnostic> Errors => Of(DiagnosticSeverity.Error);

    /// <summary>The warnings.</summary>
    public IEnumerable<Diagnostic> Warnings => Of(DiagnosticSeverity.Warning);

    /// <summary>The notes.</summary>
    public IEnumerable<Diagnostic> Notes => Of(DiagnosticSeverity.Note);

    /// <inheritdoc/>
    public Diagnostic this[int index] => _diagnostics[index];

    /// <summary>Throws if there are errors.</summary>
    /// <exception cref="CoreMLException">The errors.</exception>
    public void ThrowIfInvalid()
    {
        Diagnostic[] errors = [.. Errors];
        if (errors.Length > 0)
        {
            throw new CoreMLException(errors);
        }
    }

    /// <summary>Every diagnostic as text, one below the other, and a line that counts them.</summary>
    /// <returns>The text, lines separated by <c>\n</c>, without a final line end.</returns>
    public override string ToString() => string.Join('\n', [.. _diagnostics, Summary]);

    /// <summary>How many there are of each severity: <c>1 error, 2 warnings, no notes</c>.</summary>
    public string Summary
    {
        get
        {
            string text = $"{Number(Errors, "error")}, {Number(Warnings, "warning")}, {Number(Notes, "note")}";
            return TotalCount > Count ? FormattableString.Invariant($"{text}; {TotalCount - Count} more were found") : text;
        }
    }

    /// <inheritdoc/>
    public IEnumerator<Diagnostic> GetEnumerator() => _diagnostics.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    private IEnumerable<Diagnostic> Of(DiagnosticSeverity severity) => _diagnostics.Where(diagnostic => diagnostic.Severity == severity);

    private static string Number(IEnumerable<Diagnostic> diagnostics, string noun) => diagnostics.Count() switch
    {
        0 => $"no {noun}s",
        1 => $"1 {noun}",
        int count => FormattableString.Invariant($"{count} {noun}s"),
    };
}
