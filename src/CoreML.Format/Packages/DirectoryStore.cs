using System.IO.Enumeration;

namespace CoreML.Format;

/// <summary>A package that is a directory.</summary>
internal sealed class DirectoryStore(string root, bool followLinks, ReadLimits limits) : PackageStore
{
    public override string Location => root;

    public override IReadOnlyList<string> ListFiles() => List(folders: false);

    public override IReadOnlyList<string> ListFolders() => List(folders: true);

    private List<string> List(bool folders)
    {
        var entries = new FileSystemEnumerable<string>(
            root,
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            // A linked folder could lead out of the package or round in a circle.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => (entry.Attributes & FileAttributes.ReparsePoint) == 0,
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory == folders,
        };
        var paths = new List<string>();
        foreach (string path in entries)
        {
            if (paths.Count == limits.MaxPackageFiles)
            {
                throw FormatDiagnostics.PackageTooLarge.Error(
                    file: root, expected: $"at most {limits.MaxPackageFiles} files", found: "more");
            }
            paths.Add(Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/'));
        }
        paths.Sort(StringComparer.Ordinal);
        return paths;
    }

    public override bool FileExists(string path) => File.Exists(PackagePath.OnDisk(root, path));

    public override ValueTask<byte[]> ReadAsync(string path, int limit, bool async, CancellationToken cancellation) =>
        FileBytes.ReadAsync(Resolve(path), path, limit, async, cancellation);

    public override RandomAccessSource OpenSource(string path) => FileSource.Open(Resolve(path), path);

    public override void CopyTo(string path, string destination, bool link, CancellationToken cancellation)
    {
        string source = Resolve(path);
        if (!link || !NativeFiles.TryHardLink(source, destination))
        {
            FileCopy.Copy(source, destination, cancellation);
        }
    }

    public override void Dispose()
    {
    }

    /// <summary>The path on disk of a file that exists and lies inside the package.</summary>
    private string Resolve(string path)
    {
        string full = PackagePath.OnDisk(root, path);
        if (!File.Exists(full))
        {
            throw FormatDiagnostics.ItemMissing.Error(file: path, expected: "a file", found: Directory.Exists(full) ? "a folder" : "nothing");
        }
        if (!followLinks)
        {
            RefuseLinks(path);
        }
        return full;
    }

    private void RefuseLinks(string path)
    {
        for (int end = path.IndexOf('/'); ; end = path.IndexOf('/', end + 1))
        {
            string part = end < 0 ? path : path[..end];
            string full = PackagePath.OnDisk(root, part);
            if ((File.GetAttributes(full) & FileAttributes.ReparsePoint) != 0)
            {
                throw FormatDiagnostics.PathOutsidePackage.Error(
                    message: "A file of the package is a link.",
                    file: path,
                    expected: "a file inside the package",
                    found: $"'{part}' is a link",
                    advice: "If the package can be trusted, set OpenOptions.FollowLinks.");
            }
            if (end < 0)
            {
                return;
            }
        }
    }
}
