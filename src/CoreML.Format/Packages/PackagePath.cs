using System.Diagnostics.CodeAnalysis;

namespace CoreML.Format;

/// <summary>Paths inside a package: relative, with forward slashes, never leaving it on any system.</summary>
internal static class PackagePath
{
    /// <summary>Whether a path, wherever it is resolved, stays below the place it is relative to.</summary>
    /// <remarks>
    /// Refused are empty and absolute paths, drive letters and alternate streams (':'), backslashes (a separator on
    /// Windows, an ordinary character elsewhere), control characters, and the segments "", "." and "..". A final slash
    /// is allowed, as some tools write it after folders.
    /// </remarks>
    public static bool IsContained([NotNullWhen(true)] string? path)
    {
        if (string.IsNullOrEmpty(path) || path.AsSpan().ContainsAny('\\', ':', '\0') || path.Any(char.IsControl))
        {
            return false;
        }
        ReadOnlySpan<char> rest = path.AsSpan();
        if (rest[^1] == '/')
        {
            rest = rest[..^1];
        }
        foreach (Range range in rest.Split('/'))
        {
            if (rest[range] is "" or "." or "..")
            {
                return false;
            }
        }
        return true;
    }

    /// <summary>Joins two package paths.</summary>
    public static string Combine(string folder, string path) => folder.Length == 0 ? path : $"{folder}/{path}";

    /// <summary>The folder of a package path, "" at the top.</summary>
    public static string Folder(string path) => path.LastIndexOf('/') is var slash and >= 0 ? path[..slash] : "";

    /// <summary>The last segment of a package path.</summary>
    public static string Name(string path) => path[(path.LastIndexOf('/') + 1)..];

    /// <summary>The path on this system's disk below <paramref name="root"/>.</summary>
    public static string OnDisk(string root, string path) =>
        System.IO.Path.Combine(root, path.Replace('/', System.IO.Path.DirectorySeparatorChar));
}
