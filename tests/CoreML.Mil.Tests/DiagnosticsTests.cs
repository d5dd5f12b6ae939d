namespace CoreML.Mil.Tests;

public class DiagnosticsTests
{
    [Fact]
    public void Codes_are_in_order_and_in_the_area_of_programs()
    {
        string[] codes = [.. MilDiagnostics.All.Select(descriptor => descriptor.Code)];
        Assert.Equal(codes.Distinct().Order(StringComparer.Ordinal), codes);
        Assert.All(codes, code => Assert.StartsWith("CML4", code, StringComparison.Ordinal));
    }
}
