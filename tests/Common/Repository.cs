namespace CoreML.Tests;

/// <summary>The files of the repository that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = Find();

    /// <summary>The full path of a file or folder.</summary>
    /// <param name="parts">The path's parts below the root.</param>
    public static string At(params ReadOnlySpan<string> parts) => Path.Combine([Root, .. parts]);

    /// <summary>The files of a folder by extension, at any depth, without what builds leave there; sorted.</summary>
    /// <param name="folder">A folder below the root.</param>
    /// <param name="extensions">For example <c>.cs</c>.</param>
    public static string[] Files(string folder, params string[] extensions)
    {
        string top = At(folder);
        return
        [
            .. Directory.EnumerateFiles(top, "*", SearchOption.AllDirectories)
                .Where(file => extensions.Contains(Path.GetExtension(file)))
                .Where(file => !Path.GetRelativePath(top, file).Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj"))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "CoreML.Net.sln")))
        {
            folder = folder.Parent;
        }
        return folder?.FullName ?? throw new InvalidOperationException($"No repository around {AppContext.BaseDirectory}.");
    }
}
