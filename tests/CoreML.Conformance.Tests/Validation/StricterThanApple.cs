namespace CoreML.Conformance.Tests;

/// <summary>Models that Apple's check of the specification accepts and ours does not; the reasons are in
/// <c>docs/adr/0011-validation-severities.md</c>.</summary>
internal static class StricterThanApple
{
    public static string[] Models { get; } = [];
}
