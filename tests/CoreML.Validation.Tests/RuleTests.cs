using CoreML.Format;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Validation.Tests;

/// <summary>Every rule: kept by a sound model, broken by a damaged one, described on a page.</summary>
public class RuleTests
{
    public static TheoryData<int> Cases => [.. Enumerable.Range(0, RuleCase.All.Count)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_sound_model_keeps_the_rule_and_a_damaged_one_breaks_it(int index)
    {
        RuleCase rule = RuleCase.All[index];
        Model model = rule.Sound();
        ValidationResult sound = Validate(model);
        Assert.True(sound.IsValid, $"{rule}: {sound}");
        Assert.DoesNotContain(sound, diagnostic => diagnostic.Code == rule.Code);

        rule.Break(model);
        ValidationResult broken = Validate(model);
        Diagnostic found = broken.FirstOrDefault(diagnostic => diagnostic.Code == rule.Code && diagnostic.Path == rule.Path)
            ?? throw new InvalidOperationException($"{rule} is not found; this is: {broken}");
        Assert.Equal(ValidationRules.Find(rule.Code)!.Severity, found.Severity);
        Assert.True(!IsOwn(found.Descriptor) || (found.Expected is { Length: > 0 } && found.Found is { Length: > 0 }), rule.Code);

        Assert.DoesNotContain(
            Validate(model, new ValidationOptions().Without(rule.Code)), diagnostic => diagnostic.Code == rule.Code);
    }

    [Fact]
    public void Every_rule_has_a_case() =>
        Assert.Equal(ValidationRules.All.Select(rule => rule.Code), RuleCase.All.Select(rule => rule.Code).Concat(WeightFileTests.Codes).Concat(PackageTests.Codes).Distinct().Order(StringComparer.Ordinal));

    [Fact]
    public void Every_rule_is_in_its_area_and_has_a_page() =>
        DiagnosticPages.Check([.. ValidationRules.All.Select(rule => rule.Descriptor).Where(IsOwn)], "CML8");

    // The others are those of the libraries below.
    private static bool IsOwn(DiagnosticDescriptor descriptor) => descriptor.Code.StartsWith("CML8", StringComparison.Ordinal);

    private static ValidationResult Validate(Model specification, ValidationOptions? options = null)
    {
        using CoreMLModel model = CoreMLModel.Create(specification);
        return model.Validate(options);
    }
}
