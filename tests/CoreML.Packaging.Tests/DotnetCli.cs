using System.Diagnostics;

namespace CoreML.Packaging.Tests;

/// <summary>Runs <c>dotnet</c>, or what was made with it, as a person would in a shell.</summary>
internal static class DotnetCli
{
    // What a running `dotnet test` leaves in the environment, and what belongs to another build, is none of ours.
    private static readonly string[] Foreign =
        ["MSBUILD_EXE_PATH", "MSBuildExtensionsPath", "MSBuildLoadMicrosoftTargetsReadOnly", "MSBuildSDKsPath", "VersionSuffix"];

    /// <summary>Runs <c>dotnet</c> to its end.</summary>
    /// <param name="folder">The current folder of the process.</param>
    /// <param name="packages">The folder that packages are unpacked to.</param>
    /// <param name="arguments">The command.</param>
    /// <returns>What it wrote to standard output.</returns>
    public static Task<string> RunAsync(string folder, string packages, params string[] arguments) =>
        RunAsync("dotnet", folder, packages, arguments);

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It ended with an exit code other than 0.</exception>
    public static async Task<string> RunAsync(string program, string folder, string packages, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (string name in Foreign)
        {
            start.Environment.Remove(name);
        }
        start.Environment["NUGET_PACKAGES"] = packages;
        // A build server would outlive the command and keep its output open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_NOLOGO"] = "1";

        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using Process process = Process.Start(start)!;
        try
        {
            Task<string> errors = process.StandardError.ReadToEndAsync(cancellation);
            string output = await process.StandardOutput.ReadToEndAsync(cancellation);
            await process.WaitForExitAsync(cancellation);
            return process.ExitCode == 0 ? output : throw new InvalidOperationException(
                $"{program} {string.Join(' ', arguments)} ended with {process.ExitCode}.\n{output}\n{await errors}");
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }
}
