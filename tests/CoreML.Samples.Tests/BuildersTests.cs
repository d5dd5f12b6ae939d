using System.Diagnostics;
using CoreML.Format;
using CoreML.Validation;

namespace CoreML.Samples.Tests;

/// <summary>Runs the sample of the builders as a program of its own.</summary>
public class BuildersTests
{
    [Fact]
    public async Task The_sample_builds_a_valid_model_of_each_family()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("coreml-builders-");
        try
        {
            var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "Builders.dll")])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(0, process.ExitCode);
            string[] models = [.. folder.GetFiles("*.mlmodel").Select(file => file.Name)];
            Assert.Equal(11, models.Length);
            foreach (string name in models)
            {
                Assert.Contains(name, output, StringComparison.Ordinal);
                using CoreMLModel model = CoreMLModel.Open(Path.Combine(folder.FullName, name));
                Assert.Equal("Samples", model.Metadata.Author);
                Assert.Empty(model.Validate().Errors);
            }
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
