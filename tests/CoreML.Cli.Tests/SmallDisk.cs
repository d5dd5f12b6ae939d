using System.Diagnostics;
using System.Globalization;

namespace CoreML.Cli.Tests;

/// <summary>A file system of its own in a folder, so small that it can be filled. Only an administrator of Linux can make one;
/// tests that need it are skipped elsewhere.</summary>
internal sealed class SmallDisk : IDisposable
{
    private SmallDisk(string path) => Path = path;

    public string Path { get; }

    public long FreeBytes => new DriveInfo(Path).AvailableFreeSpace;

    /// <summary>The names of everything at its top, sorted.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    public static SmallDisk Mount(string path, int kilobytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Only an administrator of Linux can mount a small file system.");
        Directory.CreateDirectory(path);
        string size = string.Create(CultureInfo.InvariantCulture, $"size={kilobytes}k");
        Assert.SkipUnless(Run("mount", "-t", "tmpfs", "-o", size, "tmpfs", path) == 0, "This system does not let a small file system be mounted.");
        return new SmallDisk(path);
    }

    public void MakeReadOnly() => Assert.Equal(0, Run("mount", "-o", "remount,ro", Path));

    public void Dispose() => Assert.Equal(0, Run("umount", Path));

    private static int Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode;
    }
}
