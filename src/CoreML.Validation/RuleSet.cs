using System.Collections;
using CoreML.Format;

namespace CoreML.Validation;

/// <summary>The rules of an area, in the order in which they are checked.</summary>
/// <typeparam name="T">What they look at: a model, a feature, a layer, a program.</typeparam>
internal sealed class RuleSet<T>(string area) : IEnumerable<ValidationRule>
{
    private readonly List<(ValidationRule Rule, Action<T, RuleReport> Check)> _rules = [];

    /// <summary>Adds a rule whose breach Core ML does not forgive.</summary>
    public void Add(string code, string title, string advice, Action<T, RuleReport> check) =>
        Add(code, DiagnosticSeverity.Error, title, advice, check);

    public void Add(string code, DiagnosticSeverity severity, string title, string advice, Action<T, RuleReport> check) =>
        _rules.Add((new ValidationRule(area, new DiagnosticDescriptor(code, title, severity, advice)), check));

    /// <summary>Adds a rule of another library: a check that passes its diagnostics on.</summary>
    public void Add(DiagnosticDescriptor descriptor, Action<T, RuleReport> check) => _rules.Add((new ValidationRule(area, descriptor), check));

    /// <summary>Adds a diagnostic of another library that the check of an earlier one passes on.</summary>
    public void Add(DiagnosticDescriptor descriptor) => _rules.Add((new ValidationRule(area, descriptor), static (_, _) => { }));

    public void Check(T subject, RuleReport report)
    {
        foreach ((ValidationRule rule, Action<T, RuleReport> check) in _rules)
        {
            if (report.Begin(rule.Descriptor))
            {
                check(subject, report);
            }
        }
    }

    public IEnumerator<ValidationRule> GetEnumerator() => _rules.Select(entry => entry.Rule).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
