using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>The diagnostics of the builders and their pages.</summary>
public class DiagnosticsTests
{
    [Fact]
    public void Codes_are_in_order_and_described() => DiagnosticPages.Check(BuilderDiagnostics.All, "CML7");
}
