using System.Collections;
using CoreML.Format;

namespace CoreML.Validation;

/// <summary>The rules of an area, in the order in which they are checked.</summary>
/// <typeparam name="T">What they look at: a model, a feature, a layer, a program.</typeparam>
internal sealed class RuleSet<T>(string area) : IEnumerable<ValidationRule>
{
    private readonly List<(ValidationRule Rule, bool Passes, Action<T, RuleReport> Check)> _rules = [];

    /// <summary>Adds a rule whose breach Core ML does not forgive.</summary>
    public void Add(string code, string title, string advice, Action<T, RuleReport> check) =>
        Add(code, DiagnosticSeverity.Error, title, advice, check);

    public void Add(string code, DiagnosticSeverity severity, string title, string advice, Action<T, RuleReport> check) =>
        _rules.Add((new ValidationRule(area, new DiagnosticDescriptor(code, title, severity, advice)), false, check));

    /// <summary>Adds a rule of another library, with the check that passes on its diagnostics and those added after it.</summary>
    public void Add(DiagnosticDescriptor descriptor, Action<T, RuleReport> check) => _rules.Add((new ValidationRule(area, descriptor), true, check));

    /// <summary>Adds a diagnostic of another library that the check of an earlier one passes on.</summary>
    public void Add(DiagnosticDescriptor descriptor) => _rules.Add((new ValidationRule(area, descriptor), false, static (_, _) => { }));

    public void Check(T subject, RuleReport report)
    {
        foreach ((ValidationRule rule, bool passes, Action<T, RuleReport> check) in _rules)
        {
            // What is passed on has codes of its own, each with its severity.
            if (report.Begin(rule.Descriptor) || passes)
            {
                check(subject, report);
            }
        }
    }

    public IEnumerator<ValidationRule> GetEnumerator() => _rules.Select(entry => entry.Rule).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
