using System.IO.Enumeration;

namespace CoreML.Format;

/// <summary>A package that is a directory.</summary>
internal sealed class DirectoryStore(string root, bool followLinks, ReadLimits limits) : PackageStore
{
    public override string Location => root;

    public override IReadOnlyList<string> ListFiles() => List(folders: false);

    public override IReadOnlyList<string> ListFolders()
    {
        List<string> folders = List(folders: true);
        if (!followLinks)
        {
            // The files behind a linked folder are not listed; a copy would lack them without a word.
            folders.ForEach(RefuseLinks);
        }
        return folders;
    }

    private List<string> List(bool folders)
    {
        try
        {
            return [.. Enumerate(folders).Order(StringComparer.Ordinal)];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.FileNotReadable.Error(file: root, found: exception.Message, inner: exception);
        }
    }

    private IEnumerable<string> Enumerate(bool folders)
    {
        var entries = new FileSystemEnumerable<string>(
            root,
            (ref FileSystemEntry entry) => entry.ToFullPath(),
            new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0, IgnoreInaccessible = false })
        {
            // A linked folder could lead out of the package. Where that is allowed it may still lead round in a
            // circle, which ends at the limit or when the system has followed enough links.
            ShouldRecursePredicate = (ref FileSystemEntry entry) => followLinks || !IsLink(entry.Attributes),
            ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.IsDirectory == folders,
        };
        int count = 0;
        foreach (string path in entries)
        {
            if (count++ == limits.MaxPackageFiles)
            {
                throw FormatDiagnostics.PackageTooLarge.Error(
                    file: root, expected: $"at most {limits.MaxPackageFiles} files", found: "more");
            }
            yield return Path.GetRelativePath(root, path).Replace(Path.DirectorySeparatorChar, '/');
        }
    }

    public override long SizeOf(string path) => new FileInfo(PackagePath.OnDisk(root, path)).Length;

    public override bool FileExists(string path) => File.Exists(PackagePath.OnDisk(root, path));

    public override ValueTask<byte[]> ReadAsync(string path, SizeLimit limit, bool async, CancellationToken cancellation) =>
        FileBytes.ReadAsync(Resolve(path), path, limit, async, cancellation);

    public override RandomAccessSource OpenSource(string path) => FileSource.Open(Resolve(path), path);

    public override bool CopyTo(string path, string destination, bool link, CancellationToken cancellation)
    {
        string source = Resolve(path);
        // What a link leads to is not deleted with the package, so a copy must not share its content.
        if (link && !followLinks && (NativeFiles.TryClone(source, destination) || NativeFiles.TryHardLink(source, destination)))
        {
            return true;
        }
        FileCopy.Copy(source, destination, cancellation);
        return false;
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

    private static bool IsLink(FileAttributes attributes) => (attributes & FileAttributes.ReparsePoint) != 0;

    private void RefuseLinks(string path)
    {
        for (int end = path.IndexOf('/'); ; end = path.IndexOf('/', end + 1))
        {
            string part = end < 0 ? path : path[..end];
            string full = PackagePath.OnDisk(root, part);
            if (IsLink(File.GetAttributes(full)))
            {
                throw FormatDiagnostics.PathOutsidePackage.Error(
                    message: "Part of the package is a link.",
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
