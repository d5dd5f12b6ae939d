using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Validation.Tests;

public class OptionsTests
{
    [Fact]
    public void Severities_are_configured_by_code()
    {
        using CoreMLModel model = CoreMLModel.Create(Make.Identity(1, Make.Double("x"), Make.Double("x")));
        Assert.Equal(["CML8012", "CML8012"], model.Validate().Warnings.Select(warning => warning.Code));
        ValidationOptions strict = new ValidationOptions().With("CML8012", DiagnosticSeverity.Error);
        Assert.False(model.Validate(strict).IsValid);
        Assert.Equal(2, model.Validate(strict).Errors.Count());
        Assert.Equal(2, model.Validate(strict.With("CML8012", DiagnosticSeverity.Note)).Notes.Count());
        Assert.Empty(model.Validate(strict.Without("CML8012")));
        Assert.Equal(2, model.Validate(strict.Without("CML8012").With("CML8012", DiagnosticSeverity.Warning)).Count);
    }

    [Fact]
    public void Only_what_is_serious_enough_is_looked_for()
    {
        using CoreMLModel model = CoreMLModel.Create(Make.Identity(1, Make.Double("x"), Make.Double("x")));
        var errors = new ValidationOptions { LeastSeverity = DiagnosticSeverity.Error };
        Assert.Equal(0, model.Validate(errors).TotalCount);
        Assert.Equal(2, model.Validate(errors with { LeastSeverity = DiagnosticSeverity.Warning }).Count);
        Assert.Equal(2, model.Validate(errors.With("CML8012", DiagnosticSeverity.Error)).Errors.Count());
    }

    [Fact]
    public void Only_rules_are_configured()
    {
        Assert.Throws<ArgumentException>(() => new ValidationOptions().Without("CML0000"));
        Assert.Throws<ArgumentException>(() => new ValidationOptions().With("", DiagnosticSeverity.Note));
    }

    [Fact]
    public void Findings_are_limited_and_errors_come_first()
    {
        Model specification = Make.Identity(1, [.. Enumerable.Range(0, 50).Select(_ => Make.Array("x", [0]))]);
        specification.SpecificationVersion = 0;
        specification.Description.Output.Clear();
        using CoreMLModel model = CoreMLModel.Create(specification);
        ValidationResult all = model.Validate();
        Assert.True(all.Count > 50);
        Assert.Equal(all.Count, all.TotalCount);
        ValidationResult some = model.Validate(new ValidationOptions { MaxDiagnostics = 3 });
        Assert.Equal(3, some.Count);
        Assert.Equal(all.TotalCount, some.TotalCount);
        Assert.Equal(["CML8001", "CML8004"], some.Errors.Select(error => error.Code));
        Assert.Equal($"2 errors, 1 warning, no notes; {all.Count - 3} more were found", some.Summary);
        Assert.False(model.Validate(new ValidationOptions { MaxDiagnostics = 1 }).IsValid);
    }

    [Fact]
    public void A_result_throws_its_errors_and_shows_everything()
    {
        using CoreMLModel model = CoreMLModel.Create(new Model());
        ValidationResult result = model.Validate();
        CoreMLException exception = Assert.Throws<CoreMLException>(result.ThrowIfInvalid);
        Assert.Equal(result.Errors, exception.Diagnostics);
        Assert.StartsWith("error CML8001:", result.ToString(), StringComparison.Ordinal);
        Assert.EndsWith(result.Summary, result.ToString(), StringComparison.Ordinal);
        using CoreMLModel sound = CoreMLModel.Create(Make.Identity(1, Make.Double("x")));
        sound.Validate().ThrowIfInvalid();
        Assert.Equal("no errors, no warnings, no notes", sound.Validate().ToString());
    }
}
