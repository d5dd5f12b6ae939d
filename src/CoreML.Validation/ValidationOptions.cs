using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Validation;

/// <summary>What is checked, and how serious each finding is taken.</summary>
public sealed record ValidationOptions
{
    /// <summary>The options used when none are given.</summary>
    public static ValidationOptions Default { get; } = new();

    /// <summary>Severities that differ from those of the rules, by code. Default: none.</summary>
    public ImmutableDictionary<string, DiagnosticSeverity> Severities { get; init; } =
        ImmutableDictionary.Create<string, DiagnosticSeverity>(StringComparer.Ordinal);

    /// <summary>Codes of rules that are not checked. Default: none.</summary>
    public ImmutableHashSet<string> Ignored { get; init; } = ImmutableHashSet.Create<string>(StringComparer.Ordinal);

    /// <summary>The least serious findings that are looked for; rules below are not checked. Default: notes, so that all are.</summary>
    public DiagnosticSeverity LeastSeverity { get; init; } = DiagnosticSeverity.Note;

    /// <summary>Whether every weight is read, to find infinities and the like. It takes as long as reading the files does.
    /// Default: <see langword="true"/>.</summary>
    public bool CheckValues { get; init; } = true;

    /// <summary>Most findings that are kept; the rest is counted only. Default: 1,000.</summary>
    public int MaxDiagnostics { get; init; } = 1000;

    /// <summary>The same options, but for how serious a rule is taken.</summary>
    /// <param name="code">The rule's code, for example <c>CML8014</c>.</param>
    /// <param name="severity">The severity of its findings.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public ValidationOptions With(string code, DiagnosticSeverity severity) =>
        this with { Severities = Severities.SetItem(Known(code), severity), Ignored = Ignored.Remove(code) };

    /// <summary>The same options, but for a rule that is not checked.</summary>
    /// <param name="code">The rule's code, for example <c>CML8014</c>.</param>
    /// <returns>The options.</returns>
    /// <exception cref="ArgumentException">There is no such rule.</exception>
    public ValidationOptions Without(string code) => this with { Ignored = Ignored.Add(Known(code)) };

    /// <summary>How serious findings of a kind are taken; <see langword="null"/> if they are not looked for.</summary>
    internal DiagnosticSeverity? SeverityOf(DiagnosticDescriptor descriptor) =>
        !Ignored.Contains(descriptor.Code) && Severities.GetValueOrDefault(descriptor.Code, descriptor.Severity) is var severity && severity >= LeastSeverity
            ? severity
            : null;

    private static string Known(string code) =>
        ValidationRules.Find(code) is not null ? code : throw new ArgumentException($"There is no rule '{code}'.", nameof(code));
}
