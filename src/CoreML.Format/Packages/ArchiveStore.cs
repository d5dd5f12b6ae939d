using System.IO.Compression;

namespace CoreML.Format;

/// <summary>
/// A package inside a zip archive, at its top or in one folder. Entries are expanded on demand; a file that needs
/// positioned reads is expanded into a temporary file, once.
/// </summary>
internal sealed class ArchiveStore : PackageStore
{
    private readonly ZipArchive _archive;
    private readonly ReadLimits _limits;
    private readonly SortedDictionary<string, ZipArchiveEntry> _entries = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    // A ZipArchive is one stream with one position.
    private readonly Lock _gate = new();

    /// <exception cref="CoreMLException">CML1201: not an archive of one package; CML1105, CML1108.</exception>
    public ArchiveStore(Stream stream, string location, ReadLimits limits)
    {
        Location = location;
        _limits = limits;
        try
        {
            _archive = new ZipArchive(stream, ZipArchiveMode.Read);
            Index();
        }
        catch (Exception exception)
        {
            stream.Dispose();
            if (exception is InvalidDataException or IOException or ArgumentException)
            {
                throw FormatDiagnostics.ArchiveInvalid.Error(file: location, found: exception.Message, inner: exception);
            }
            throw;
        }
    }

    public override string Location { get; }

    private void Index()
    {
        if (_archive.Entries.Count > _limits.MaxPackageFiles)
        {
            throw FormatDiagnostics.PackageTooLarge.Error(
                file: Location, expected: $"at most {_limits.MaxPackageFiles} entries", found: $"{_archive.Entries.Count}");
        }
        string prefix = FindPrefix();
        foreach (ZipArchiveEntry entry in _archive.Entries)
        {
            if (!entry.FullName.StartsWith(prefix, StringComparison.Ordinal) || entry.FullName.Length == prefix.Length)
            {
                continue;
            }
            string path = entry.FullName[prefix.Length..];
            if (!PackagePath.IsContained(path))
            {
                throw FormatDiagnostics.PathOutsidePackage.Error(
                    file: Location, expected: "entries inside the package", found: entry.FullName);
            }
            if (path[^1] == '/')
            {
                _folders.Add(path[..^1]);
            }
            else if (!_entries.TryAdd(path, entry))
            {
                throw FormatDiagnostics.ArchiveInvalid.Error(
                    file: Location, expected: "each entry once", found: $"'{entry.FullName}' twice");
            }
        }
    }

    // Archives made on a Mac carry a second tree, __MACOSX, with a shadow of each file.
    private string FindPrefix()
    {
        string[] prefixes = _archive.Entries
            .Where(entry => entry.Name == PackageManifest.FileName)
            .Select(entry => entry.FullName[..^PackageManifest.FileName.Length])
            .Where(prefix => prefix.AsSpan().Count('/') <= 1 && !prefix.StartsWith("__MACOSX", StringComparison.Ordinal))
            .ToArray();
        return prefixes is [var only]
            ? only
            : throw FormatDiagnostics.ArchiveInvalid.Error(
                file: Location, expected: "one package with a Manifest.json", found: $"{prefixes.Length}");
    }

    public override IReadOnlyList<string> ListFiles() => [.. _entries.Keys];

    public override IReadOnlyList<string> ListFolders() => [.. _folders];

    public override long SizeOf(string path) => _entries.TryGetValue(path, out ZipArchiveEntry? entry) ? entry.Length : 0;

    public override bool FileExists(string path) => _entries.ContainsKey(path);

    public override ValueTask<byte[]> ReadAsync(string path, SizeLimit limit, bool async, CancellationToken cancellation)
    {
        lock (_gate)
        {
            using Stream content = Open(path);
            return new ValueTask<byte[]>(
                FileBytes.ReadAsync(content, path, limit, async: false, cancellation).AsTask().GetAwaiter().GetResult());
        }
    }

    public override RandomAccessSource OpenSource(string path)
    {
        string temporary = Path.GetTempFileName();
        try
        {
            File.Delete(temporary);
            CopyTo(path, temporary, link: false, CancellationToken.None);
            return FileSource.Open(temporary, path, temporary: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    public override bool CopyTo(string path, string destination, bool link, CancellationToken cancellation)
    {
        lock (_gate)
        {
            using Stream content = Open(path);
            using FileStream target = new(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
            FileCopy.CopyStream(content, target, cancellation);
        }
        return false;
    }

    private ArchiveEntryStream Open(string path)
    {
        if (!_entries.TryGetValue(path, out ZipArchiveEntry? entry))
        {
            throw FormatDiagnostics.ItemMissing.Error(file: path, expected: "a file", found: "nothing");
        }
        // The declared sizes are only claims, which the stream checks.
        long ratio = entry.CompressedLength == 0 ? 0 : entry.Length / entry.CompressedLength;
        if (entry.Length > _limits.MaxArchiveEntryBytes || ratio > _limits.MaxArchiveRatio)
        {
            throw FormatDiagnostics.ArchiveTooLarge.Error(
                file: path,
                expected: $"at most {_limits.MaxArchiveEntryBytes} bytes and {_limits.MaxArchiveRatio} times the compressed size",
                found: $"{entry.Length} bytes from {entry.CompressedLength}");
        }
        try
        {
            return new ArchiveEntryStream(entry.Open(), entry.Length, entry.Crc32, path);
        }
        catch (InvalidDataException exception)
        {
            throw FormatDiagnostics.ArchiveInvalid.Error(file: path, found: exception.Message, inner: exception);
        }
    }

    public override void Dispose() => _archive.Dispose();
}
