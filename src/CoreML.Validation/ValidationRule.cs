using CoreML.Format;

namespace CoreML.Validation;

/// <summary>Something that is checked.</summary>
public sealed class ValidationRule
{
    internal ValidationRule(string area, DiagnosticDescriptor descriptor)
    {
        Area = area;
        Descriptor = descriptor;
    }

    /// <summary>What the rule is about: <c>linear models</c>.</summary>
    public string Area { get; }

    /// <summary>The kind of diagnostic that the rule reports; its page is in <c>docs/diagnostics</c>.</summary>
    public DiagnosticDescriptor Descriptor { get; }

    /// <summary>The stable code, for example <c>CML8301</c>.</summary>
    public string Code => Descriptor.Code;

    /// <summary>What is wrong if the rule is broken.</summary>
    public string Title => Descriptor.Title;

    /// <summary>How serious that is, unless it is configured otherwise.</summary>
    public DiagnosticSeverity Severity => Descriptor.Severity;

    /// <summary>Code and title.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Code}: {Title}";
}
