using System.Text.Json;
using CoreML.Format;
using CoreML.Validation;

namespace CoreML.Conformance.Tests;

/// <summary>The validator decides as Apple's does, and says where and why.</summary>
public class ValidationTests
{
    [Fact]
    public void Every_invalid_model_is_rejected_with_code_and_place()
    {
        int count = 0;
        foreach (string path in Directory.EnumerateFiles(Shared.At("golden", "invalid"), "*.mlmodel").Order(StringComparer.Ordinal))
        {
            IReadOnlyList<Diagnostic> errors = Errors(path);
            Assert.True(errors.Count > 0, $"{path} is accepted");
            Assert.All(errors, error => Assert.True(error.Path is { Length: > 0 } || error.File is { Length: > 0 }, $"{path}: {error}"));
            count++;
        }
        Assert.Equal(257, count);
    }

    [Fact]
    public void Every_golden_and_real_model_is_accepted()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            bool withoutWeights = path.Replace('\\', '/').Contains("corpus/graphs/", StringComparison.Ordinal);
            Diagnostic[] errors = [.. Errors(path).Where(error => !(withoutWeights && error.Code == "CML3001"))];
            Assert.True(errors.Length == 0, $"{path}: {string.Join('\n', errors.Take(3))}");
            count++;
        }
        Assert.True(count > 800, $"{count} models");
    }

    [Fact]
    public void What_Apple_accepts_loads_and_passes_but_for_the_listed_models()
    {
        var rejected = new Dictionary<string, string>();
        foreach (string path in Directory.EnumerateFiles(Shared.At("golden", "invalid", "accepted"), "*.mlmodel").Order(StringComparer.Ordinal))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            // The programs among them come without their weight files.
            if (model.Validate().Errors.FirstOrDefault(error => error.Code != "CML3001") is { } error)
            {
                rejected.Add(Path.GetFileNameWithoutExtension(path), error.Code);
            }
        }
        Assert.Equal(StricterThanApple.Models, rejected);
    }

    [Fact]
    public void Damaged_files_that_ask_for_it_are_rejected()
    {
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Shared.At("golden", "corrupt", "index.json")));
        int count = 0;
        foreach (JsonProperty entry in index.RootElement.GetProperty("files").EnumerateObject())
        {
            bool validation = entry.Value.GetProperty("expect").GetString()!.Contains("validation", StringComparison.Ordinal);
            if (validation)
            {
                Assert.True(Errors(Shared.At("golden", "corrupt", entry.Name)).Count > 0, $"{entry.Name} is accepted");
                count++;
            }
        }
        Assert.True(count >= 10, $"{count} files");
    }

    private static IReadOnlyList<Diagnostic> Errors(string path)
    {
        if (!CoreMLModel.TryOpen(path, out CoreMLModel? model, out IReadOnlyList<Diagnostic> diagnostics))
        {
            return diagnostics;
        }
        using (model)
        {
            return [.. model.Validate().Errors];
        }
    }
}
