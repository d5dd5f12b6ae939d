using System.Diagnostics;

namespace CoreML.Cli.Tests;

/// <summary>Ctrl-C in the middle of the work.</summary>
public sealed class InterruptTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData("INT", "compress", "out.mlpackage", "--quantize", "int8")]
    [InlineData("TERM", "compress", "out.mlpackage", "--quantize", "int8")]
    [InlineData("INT", "copy", "out.zip")]
    public async Task No_partial_output_stays(string signal, string verb, string name, params string[] options)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals cannot be sent here.");
        string path = _models.Large();
        using Process process = Tool.Start([verb, path, "-o", _models.At(name), .. options]);
        try
        {
            // The new model grows under a hidden name.
            while (!process.HasExited && !_models.Names.Any(entry => entry.StartsWith('.')))
            {
                await Task.Delay(1, TestContext.Current.CancellationToken);
            }
            Assert.False(process.HasExited, process.HasExited ? $"The work was over already: {await Tool.EndAsync(process)}" : "");
            using Process kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
            await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
            Outcome outcome = await Tool.EndAsync(process);
            Assert.Equal((1, "", "Stopped; nothing was written.\n"), (outcome.ExitCode, outcome.Output, outcome.Error));
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }
        Assert.Equal(["large.mlpackage"], _models.Names);
    }
}
