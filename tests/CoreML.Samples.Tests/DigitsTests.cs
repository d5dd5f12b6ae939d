using System.Diagnostics;
using CoreML.Format;

namespace CoreML.Samples.Tests;

/// <summary>Runs the digits sample as a program of its own.</summary>
public class DigitsTests
{
    [Fact]
    public async Task The_sample_shows_and_compresses_the_model()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("coreml-digits-");
        try
        {
            string source = Path.Combine(AppContext.BaseDirectory, "Digits.mlpackage");
            string target = Path.Combine(folder.FullName, "Digits-int8.mlpackage");
            string program = Path.Combine(AppContext.BaseDirectory, "Digits.dll");
            var start = new ProcessStartInfo("dotnet", [program, source, target])
            {
                WorkingDirectory = folder.FullName,
                RedirectStandardOutput = true,
            };
            using Process process = Process.Start(start)!;
            string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);

            Assert.Equal(0, process.ExitCode);
            Assert.Contains("Recognizes a handwritten digit.", output, StringComparison.Ordinal);
            Assert.Contains("2 of 8 weights compressed", output, StringComparison.Ordinal);
            using CoreMLModel compressed = CoreMLModel.Open(target);
            Assert.Contains($"bytes became {compressed.SizeInBytes}: {target}", output, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
