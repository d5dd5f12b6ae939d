namespace CoreML.Conformance.Tests;

/// <summary>The models and expected results that are not part of the repository: the folder that the environment variable
/// <c>COREML_SHARED</c> names, or <c>shared</c> beside the repository. Tests that need them are skipped without.</summary>
internal static class Shared
{
    private static readonly string? Root = Find();

    /// <summary>Whether there is a shared folder.</summary>
    public static bool IsPresent => Root is not null;

    /// <summary>The full path of a file or folder; skips the running test if there is no shared folder.</summary>
    /// <param name="parts">The path's parts below the shared folder.</param>
    public static string At(params ReadOnlySpan<string> parts)
    {
        Assert.SkipUnless(Root is not null, "Set COREML_SHARED to the folder of golden data, or put it beside the repository as 'shared'.");
        return Path.Combine([Root!, .. parts]);
    }

    /// <summary>The files of a folder by name, at any depth; skips the running test if there is no shared folder.</summary>
    /// <param name="pattern">For example <c>*.mlmodel</c>.</param>
    /// <param name="parts">The folder's path below the shared folder.</param>
    public static IReadOnlyList<string> Files(string pattern, params ReadOnlySpan<string> parts)
    {
        string[] files = Directory.GetFiles(At(parts), pattern, SearchOption.AllDirectories);
        Array.Sort(files, StringComparer.Ordinal);
        Assert.NotEmpty(files);
        return files;
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("COREML_SHARED") is { Length: > 0 } named)
        {
            return named;
        }
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoreML.Net.sln")))
        {
            folder = folder.Parent;
        }
        string? beside = folder?.Parent is { } parent ? Path.Combine(parent.FullName, "shared") : null;
        return Directory.Exists(beside) ? beside : null;
    }
}
