using System.Diagnostics;
using System.Reflection;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace CoreML.Tests;

/// <summary>Runs some of a project's own tests again in a process that does without an instruction set.</summary>
internal static class InstructionSets
{
    // The variable with the name of the file that such a process writes results to.
    private const string ResultFile = "COREML_TEST_RESULTS";

    // The settings of the runtime; one changed its name between versions.
    private static readonly Dictionary<string, string[]> Settings = new()
    {
        ["AVX-512"] = ["DOTNET_EnableAVX512F", "DOTNET_EnableAVX512"],
        ["AVX2"] = ["DOTNET_EnableAVX2"],
        ["any"] = ["DOTNET_EnableHWIntrinsic"],
    };

    /// <summary>What a process can be made to do without.</summary>
    public static IEnumerable<string> All => Settings.Keys;

    /// <summary>Whether this is such a process.</summary>
    public static bool IsChild => Environment.GetEnvironmentVariable(ResultFile) is not null;

    /// <summary>What this process has.</summary>
    public static string[] Here =>
    [
        .. Avx512F.IsSupported ? ["AVX-512"] : (string[])[],
        .. Avx2.IsSupported ? ["AVX2"] : (string[])[],
        .. Vector128.IsHardwareAccelerated ? ["any"] : (string[])[],
    ];

    /// <summary>Runs test classes to their end and checks that nothing failed.</summary>
    /// <param name="without">What to do without.</param>
    /// <param name="classes">The classes, without namespaces.</param>
    /// <param name="results">The file for results.</param>
    public static async Task RunAsync(string without, string[] classes, string results)
    {
        string tests = Path.Combine(AppContext.BaseDirectory, Assembly.GetExecutingAssembly().GetName().Name + ".dll");
        var start = new ProcessStartInfo("dotnet", [tests, "--filter-class", .. classes.Select(name => "*." + name)])
        {
            RedirectStandardOutput = true,
            Environment = { [ResultFile] = results },
        };
        foreach (string setting in Settings[without])
        {
            start.Environment[setting] = "0";
        }
        using Process process = Process.Start(start)!;
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output);
    }

    /// <summary>Writes what this process has, and results, to the file that was asked for, if one was.</summary>
    public static void WriteResults(params IEnumerable<string> results)
    {
        if (Environment.GetEnvironmentVariable(ResultFile) is { } path)
        {
            File.WriteAllLines(path, [string.Join(' ', Here), .. results]);
        }
    }

    /// <summary>Reads results, and checks that the setting had its effect.</summary>
    public static string[] ReadResults(string path, string without)
    {
        string[] lines = File.ReadAllLines(path);
        Assert.DoesNotContain(without, lines[0].Split(' '));
        return lines[1..];
    }
}
