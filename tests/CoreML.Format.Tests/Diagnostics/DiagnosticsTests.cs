using CoreML.Tests;

namespace CoreML.Format.Tests;

public sealed class DiagnosticsTests
{
    private static readonly DiagnosticDescriptor Descriptor = new("CML0001", "Title.", DiagnosticSeverity.Error, "Advice.");

    [Fact]
    public void Every_code_is_in_its_area_and_has_a_page() => DiagnosticPages.Check(FormatDiagnostics.All, "CML1", "CML2", "CML3", "CML60");

    [Fact]
    public void Every_descriptor_is_listed()
    {
        DiagnosticDescriptor[] fields =
        [
            .. typeof(FormatDiagnostics).GetFields().Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>(),
        ];
        Assert.Equal(fields.OrderBy(field => field.Code, StringComparer.Ordinal), FormatDiagnostics.All);
    }

    [Fact]
    public void Text_has_a_line_for_each_thing_that_is_known()
    {
        Diagnostic diagnostic = Descriptor.Create(
            message: "Message.", path: "main/conv", file: "model.mlmodel", offset: 7, expected: "this", found: "that", advice: "Do it.");
        Assert.Equal(
            "error CML0001: Message.\n  at main/conv in model.mlmodel, offset 7\n  expected: this\n  found: that\n  do: Do it.",
            diagnostic.ToString());
    }

    [Fact]
    public void Text_leaves_out_what_is_not_known()
    {
        Assert.Equal("error CML0001: Title.\n  do: Advice.", Descriptor.Create().ToString());
        Assert.Equal("error CML0001: Title.\n  at main\n  do: Advice.", Descriptor.Create(path: "main").ToString());
        Assert.Equal("error CML0001: Title.\n  at file\n  do: Advice.", Descriptor.Create(file: "file").ToString());
    }

    [Theory]
    [InlineData(DiagnosticSeverity.Note, "note CML0001")]
    [InlineData(DiagnosticSeverity.Warning, "warning CML0001")]
    [InlineData(DiagnosticSeverity.Error, "error CML0001")]
    public void Text_starts_with_the_severity(DiagnosticSeverity severity, string expected)
    {
        Assert.StartsWith(expected, (Descriptor.Create() with { Severity = severity }).ToString(), StringComparison.Ordinal);
        Assert.Equal(severity, (Descriptor with { Severity = severity }).Create().Severity);
    }

    [Fact]
    public void Exception_says_all_that_its_diagnostics_say()
    {
        var inner = new IOException();
        Diagnostic[] diagnostics = [Descriptor.Create(), Descriptor.Create("Second.")];
        var exception = new CoreMLException(diagnostics, inner);
        Assert.Equal($"{diagnostics[0]}\n{diagnostics[1]}", exception.Message);
        Assert.Equal("CML0001", exception.Code);
        Assert.Same(inner, exception.InnerException);
        Assert.Equal([diagnostics[0]], new CoreMLException(diagnostics[0]).Diagnostics);
        Assert.Throws<ArgumentException>(() => new CoreMLException([]));
        Assert.Throws<ArgumentNullException>(() => new CoreMLException((Diagnostic)null!));
        Assert.Throws<ArgumentNullException>(() => new CoreMLException((IReadOnlyList<Diagnostic>)null!));
    }
}
