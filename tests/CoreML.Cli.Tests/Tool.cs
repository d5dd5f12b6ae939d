using System.Diagnostics;
using System.Text.Json;

namespace CoreML.Cli.Tests;

/// <summary>Runs the tool as a shell does: arguments in, exit code and both outputs out.</summary>
internal static class Tool
{
    /// <summary>Runs the tool to its end.</summary>
    public static async Task<Outcome> RunAsync(params string[] arguments)
    {
        using Process process = Start(arguments);
        return await EndAsync(process);
    }

    /// <summary>Starts the tool.</summary>
    public static Process Start(params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "coreml.dll"), .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        return Process.Start(start)!;
    }

    /// <summary>Runs the tool through a shell that redirects its output.</summary>
    public static async Task<Outcome> RunInShellAsync(string verb, string model, string redirection)
    {
        var start = new ProcessStartInfo("/bin/sh", ["-c", $"dotnet '{Path.Combine(AppContext.BaseDirectory, "coreml.dll")}' {verb} '{model}' {redirection}"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        return await EndAsync(process);
    }

    /// <summary>Waits for the end.</summary>
    public static async Task<Outcome> EndAsync(Process process)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Task<string> error = process.StandardError.ReadToEndAsync(cancellation);
        string output = await process.StandardOutput.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        return new Outcome(process.ExitCode, output, await error);
    }
}

/// <summary>What a run of the tool left.</summary>
internal sealed record Outcome(int ExitCode, string Output, string Error)
{
    /// <summary>Checks that the run succeeded without a word on standard error.</summary>
    /// <returns>Standard output.</returns>
    public string Done()
    {
        Assert.Equal((0, ""), (ExitCode, Error));
        return Output;
    }

    /// <summary>Checks that the run succeeded, and reads standard output as JSON.</summary>
    public JsonElement Json()
    {
        string text = Done();
        Assert.EndsWith("\n", text, StringComparison.Ordinal);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>Checks that the run failed with diagnostics of these codes, in order, on standard error.</summary>
    /// <returns>Standard output.</returns>
    public string Failed(params string[] codes)
    {
        Assert.True(ExitCode == 1, $"exit code {ExitCode}\n{Error}");
        Assert.Equal(
            codes,
            Error.Split('\n').Where(line => line.StartsWith("error CML", StringComparison.Ordinal)).Select(line => line[6..13]));
        return Output;
    }

    /// <summary>Checks that the usage was refused, with a word about it on standard error and nothing on standard output.</summary>
    /// <returns>Standard error.</returns>
    public string Refused()
    {
        Assert.Equal((2, ""), (ExitCode, Output));
        Assert.NotEqual("", Error);
        return Error;
    }
}
