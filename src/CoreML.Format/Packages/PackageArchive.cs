using System.IO.Compression;

namespace CoreML.Format;

/// <summary>Puts a package directory into a zip archive, always the same bytes for the same files.</summary>
internal static class PackageArchive
{
    // The earliest time that zip can express: a real one would make every archive different.
    private static readonly DateTimeOffset Epoch = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the archive; the package's files go into a folder of the given name.</summary>
    public static void Write(string root, string name, Stream destination, CancellationToken cancellation)
    {
        using var archive = new ZipArchive(destination, ZipArchiveMode.Create, leaveOpen: true);
        string[] entries =
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories).Select(Relative),
            .. Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories).Select(path => Relative(path) + "/"),
        ];
        Array.Sort(entries, StringComparer.Ordinal);
        foreach (string relative in entries)
        {
            string path = PackagePath.OnDisk(root, relative);
            // Weights hardly shrink, and deflating gigabytes takes minutes.
            bool deflate = new FileInfo(path) is { Exists: true, Length: < 1 << 20 };
            ZipArchiveEntry entry = archive.CreateEntry(
                $"{name}/{relative}", deflate ? CompressionLevel.Optimal : CompressionLevel.NoCompression);
            entry.LastWriteTime = Epoch;
            if (relative[^1] != '/')
            {
                using FileStream content = File.OpenRead(path);
                using Stream target = entry.Open();
                FileCopy.CopyStream(content, target, cancellation);
            }
        }

        string Relative(string path) => Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
    }
}
