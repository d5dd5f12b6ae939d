using System.Text.Json;
using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Cli.Tests;

/// <summary><c>coreml validate</c>.</summary>
public sealed class ValidateTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task A_sound_model_is_valid() =>
        Assert.Equal("valid: no errors, no warnings, no notes\n", (await Tool.RunAsync("validate", Scaler(model => { }))).Done());

    [Fact]
    public async Task Warnings_are_results_and_errors_fail()
    {
        string path = Scaler(model => model.Scaler.ScaleValue.Clear());
        string text = (await Tool.RunAsync("validate", path)).Done();
        Assert.StartsWith("warning CML8473: ", text, StringComparison.Ordinal);
        Assert.EndsWith("valid: no errors, 1 warning, no notes\n", text, StringComparison.Ordinal);
        Assert.Empty((await Tool.RunAsync("validate", path, "--json", "--ignore", "CML8473")).Json().EnumerateArray());
        Assert.Equal(
            "not valid: 1 error, no warnings, no notes\n", (await Tool.RunAsync("validate", path, "--error", "CML8473")).Failed("CML8473"));
    }

    [Fact]
    public async Task Json_has_its_keys()
    {
        string output = (await Tool.RunAsync("validate", Scaler(model => model.Scaler.ShiftValue.Add([1, 2, 3])), "--json")).Failed("CML8472");
        JsonElement found = Assert.Single(JsonDocument.Parse(output).RootElement.EnumerateArray());
        Assert.Equal(
            ["code", "severity", "message", "path", "file", "expected", "found", "advice"], found.EnumerateObject().Select(property => property.Name));
        Assert.Equal("error", found.GetProperty("severity").GetString());
        Assert.Equal("scaler.shiftValue", found.GetProperty("path").GetString());
    }

    [Fact]
    public async Task What_cannot_be_opened_is_a_finding()
    {
        string path = _models.At("text.mlmodel");
        await File.WriteAllTextAsync(path, "no model", TestContext.Current.CancellationToken);
        Outcome outcome = await Tool.RunAsync("validate", path, "--json");
        Assert.Equal(1, outcome.ExitCode);
        Assert.StartsWith("CML2", Assert.Single(JsonDocument.Parse(outcome.Output).RootElement.EnumerateArray()).GetProperty("code").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rules_are_listed()
    {
        string text = (await Tool.RunAsync("validate", "--rules")).Done();
        Assert.Contains("CML8001  error    models of all types: The model does not say its specification version.\n", text, StringComparison.Ordinal);
        JsonElement rules = (await Tool.RunAsync("validate", "--rules", "--json")).Json();
        Assert.Equal(text.Count(letter => letter == '\n'), rules.GetArrayLength());
        Assert.Equal(["code", "severity", "area", "title", "advice"], rules[0].EnumerateObject().Select(property => property.Name));
    }

    [Fact]
    public async Task Usage_is_checked()
    {
        (await Tool.RunAsync("validate")).Refused();
        (await Tool.RunAsync("validate", Scaler(model => { }), "--ignore", "CML0000")).Refused();
    }

    private string Scaler(Action<Model> change)
    {
        FeatureDescription input = new() { Name = "x", Type = new() { DoubleType = new() } };
        FeatureDescription output = new() { Name = "y", Type = new() { DoubleType = new() } };
        var specification = new Model
        {
            SpecificationVersion = 1,
            Description = new() { Input = { input }, Output = { output } },
            Scaler = new() { ScaleValue = { 2 } },
        };
        change(specification);
        using CoreMLModel model = CoreMLModel.Create(specification);
        string path = _models.At("scaler.mlmodel");
        model.Save(path);
        return path;
    }
}
