using CoreML.Format;

namespace CoreML.Validation;

/// <summary>Takes the findings of rules, gives them the configured severity and keeps the number of them within its limit.</summary>
internal sealed class RuleReport(ValidationOptions options)
{
    private readonly List<Diagnostic> _diagnostics = [];
    private DiagnosticDescriptor _current = null!;
    private long _count;
    private int _keptErrors;
    private int _keptOthers;

    public ValidationOptions Options => options;

    /// <summary>Turns to a rule.</summary>
    /// <returns>Whether it is to be checked.</returns>
    public bool Begin(DiagnosticDescriptor descriptor)
    {
        _current = descriptor;
        return options.SeverityOf(descriptor) is not null;
    }

    /// <summary>Number of errors so far.</summary>
    public long ErrorCount { get; private set; }

    /// <summary>Reports that the rule is broken.</summary>
    public void Add(string path, string? expected = null, string? found = null, string? message = null)
    {
        if (options.SeverityOf(_current) is { } severity && Counts(severity))
        {
            _diagnostics.Add(_current.Create(message, path, expected: expected, found: found) with { Severity = severity });
        }
    }

    /// <summary>Passes on what another library found.</summary>
    /// <param name="diagnostics">The findings.</param>
    /// <param name="stage">The path of the stage that they are about; empty for the outermost model.</param>
    /// <param name="otherwise">The path of findings that have none.</param>
    public void Pass(IEnumerable<Diagnostic> diagnostics, string stage, string otherwise)
    {
        foreach (Diagnostic diagnostic in diagnostics)
        {
            if (options.SeverityOf(diagnostic.Descriptor) is { } severity && Counts(severity))
            {
                string path = diagnostic.Path is not { } inside ? otherwise : stage.Length == 0 ? inside : $"{stage}/{inside}";
                _diagnostics.Add(diagnostic with { Path = path, Severity = severity });
            }
        }
    }

    public ValidationResult ToResult()
    {
        int others = options.MaxDiagnostics - _keptErrors;
        return new ValidationResult([.. _diagnostics.Where(diagnostic => IsError(diagnostic.Severity) || others-- > 0)], _count);
    }

    // Whether a finding is kept. Errors and the rest have room of their own, since errors decide whether the model is valid.
    private bool Counts(DiagnosticSeverity severity)
    {
        _count++;
        ErrorCount += IsError(severity) ? 1 : 0;
        ref int kept = ref IsError(severity) ? ref _keptErrors : ref _keptOthers;
        if (kept >= options.MaxDiagnostics)
        {
            return false;
        }
        kept++;
        return true;
    }

    private static bool IsError(DiagnosticSeverity severity) => severity == DiagnosticSeverity.Error;
}
