using CoreML.Tests;

namespace CoreML.Mil.Tests;

public class DiagnosticsTests
{
    [Fact]
    public void Every_code_is_in_its_area_and_has_a_page() => DiagnosticPages.Check(MilDiagnostics.All, "CML4", "CML61");
}
