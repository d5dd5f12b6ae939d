namespace CoreML.Format;

/// <summary>
/// The package of a model: its manifest and its files, those on disk and those that exist only in memory until the
/// model is saved.
/// </summary>
internal sealed class ModelPackage : IDisposable
{
    private PackageStore? _store;
    private readonly byte[]? _manifestBytes;
    private readonly SortedDictionary<string, RandomAccessSource> _pending = new(StringComparer.Ordinal);
    private readonly HashSet<string> _removed = new(StringComparer.Ordinal);
    private bool _manifestChanged;

    private ModelPackage(PackageStore? store, PackageManifest manifest, byte[]? manifestBytes)
    {
        _store = store;
        _manifestBytes = manifestBytes;
        Manifest = manifest;
    }

    public PackageManifest Manifest { get; }

    /// <summary>Where the package was read from; <see langword="null"/> if it was made in memory.</summary>
    public string? Location => _store?.Location;

    /// <summary>The specification's path in the package.</summary>
    public string SpecificationPath => Data(Manifest.Model.Path);

    /// <summary>A package that exists only in memory.</summary>
    public static ModelPackage Create(bool withWeights) => new(null, PackageManifest.Create(withWeights), null);

    /// <summary>Reads the manifest of a package. On failure the store is disposed.</summary>
    /// <exception cref="CoreMLException">CML1101 to CML1108.</exception>
    public static async ValueTask<ModelPackage> OpenAsync(
        PackageStore store, ReadLimits limits, bool async, CancellationToken cancellation)
    {
        try
        {
            if (!store.FileExists(PackageManifest.FileName))
            {
                throw FormatDiagnostics.ManifestMissing.Error(file: store.Location);
            }
            byte[] bytes = await store
                .ReadAsync(PackageManifest.FileName, SizeLimit.Manifest(limits), async, cancellation)
                .ConfigureAwait(false);
            return new ModelPackage(store, PackageManifest.Parse(bytes, PackageManifest.FileName), bytes);
        }
        catch
        {
            store.Dispose();
            throw;
        }
    }

    /// <summary>Reads the serialized specification.</summary>
    public ValueTask<byte[]> ReadSpecificationAsync(SizeLimit limit, bool async, CancellationToken cancellation) =>
        _store!.FileExists(SpecificationPath)
            ? _store.ReadAsync(SpecificationPath, limit, async, cancellation)
            : throw FormatDiagnostics.ManifestNoModel.Error(
                path: "rootModelIdentifier",
                file: PackageManifest.FileName,
                expected: "an item that is a file",
                found: $"'{SpecificationPath}' is not a file of the package");

    /// <summary>Every file but manifest and specification.</summary>
    public IEnumerable<string> ListOtherFiles()
    {
        var files = new SortedSet<string>(_store?.ListFiles() ?? [], StringComparer.Ordinal);
        files.UnionWith(_pending.Keys);
        files.ExceptWith(_removed);
        files.Remove(PackageManifest.FileName);
        files.Remove(SpecificationPath);
        return files;
    }

    /// <summary>Size of every file but manifest and specification, in bytes.</summary>
    public long OtherFilesSize() => ListOtherFiles().Sum(
        path => _pending.TryGetValue(path, out RandomAccessSource? pending) ? pending.Length : _store!.SizeOf(path));

    /// <summary>The path in the package of a file that the specification refers to, or <see langword="null"/>.</summary>
    /// <param name="path">Path relative to the specification's folder.</param>
    public string? FindReferenced(string path)
    {
        string direct = ReferencedPath(path);
        if (Exists(direct))
        {
            return direct;
        }
        // Tools with a folder of their own for the specification still keep weights where coremltools does, and
        // coremltools looks at the last part of a reference only.
        string name = PackagePath.Name(path);
        return Manifest.Items
            .Select(item => PackagePath.Combine(Data(item.Path.TrimEnd('/')), name))
            .FirstOrDefault(Exists);
    }

    /// <summary>Whether an item's file or folder is there, or will be when the package is saved.</summary>
    public bool Has(PackageItem item)
    {
        string path = Data(item.Path.TrimEnd('/'));
        return _store is null || Exists(path) || _store.ListFolders().Contains(path) || _pending.Keys.Any(file => file.StartsWith(path + "/", StringComparison.Ordinal));
    }

    private bool Exists(string path) => _pending.ContainsKey(path) || _store?.FileExists(path) == true;

    /// <summary>How a file is opened for positioned reads, also again after the store was closed and reopened.</summary>
    public Func<RandomAccessSource> SourceOf(string path) =>
        _pending.TryGetValue(path, out RandomAccessSource? pending) ? () => pending : () => _store!.OpenSource(path);

    /// <summary>Adds or replaces a file; it is written when the package is saved.</summary>
    public void Put(string path, RandomAccessSource content) => _pending[path] = content;

    /// <summary>Reads a file that is about as small as a manifest.</summary>
    public byte[] ReadSmall(string path, ReadLimits limits) =>
        _store!.ReadAsync(path, SizeLimit.Manifest(limits), async: false, CancellationToken.None).AsTask().GetAwaiter().GetResult();

    /// <summary>Takes an item that is a file out of the package, when it is saved.</summary>
    public void Remove(PackageItem item)
    {
        Manifest.Remove(item);
        _manifestChanged = true;
        _removed.Add(Data(item.Path));
    }

    /// <summary>Lists the usual weights folder in the manifest.</summary>
    public void AddWeightsItem()
    {
        int before = Manifest.Items.Count;
        Manifest.AddWeights();
        _manifestChanged |= Manifest.Items.Count != before;
    }

    /// <summary>Where a file that the specification refers to would be put.</summary>
    /// <param name="path">Path relative to the specification's folder.</param>
    public string ReferencedPath(string path) => PackagePath.Combine(PackagePath.Folder(SpecificationPath), path);

    /// <summary>Writes the whole package into an empty directory.</summary>
    /// <param name="root">The directory.</param>
    /// <param name="specification">The serialized specification.</param>
    /// <param name="omit">Files that are not copied, because somebody else has written them.</param>
    /// <param name="link">Whether files may share their content with those of the package on disk.</param>
    /// <param name="copied">Is told of the files that do not although they may.</param>
    /// <param name="cancellation">Stops the work.</param>
    public void WriteTo(
        string root, ReadOnlySpan<byte> specification, IReadOnlySet<string> omit, bool link, IProgress<CopiedFile>? copied, CancellationToken cancellation)
    {
        foreach (string folder in _store?.ListFolders() ?? [])
        {
            Directory.CreateDirectory(PackagePath.OnDisk(root, folder));
        }
        foreach (PackageItem item in Manifest.Items)
        {
            // Core ML refuses a manifest whose weights folder is missing, even if the folder would be empty.
            bool isFolder = item.Name == "weights" && !Exists(Data(item.Path));
            Directory.CreateDirectory(PackagePath.OnDisk(root, isFolder ? Data(item.Path) : PackagePath.Folder(Data(item.Path))));
        }
        foreach (string path in ListOtherFiles().Where(path => !omit.Contains(path)))
        {
            string destination = PackagePath.OnDisk(root, path);
            Directory.CreateDirectory(Path.GetDirectoryName(destination)!);
            if (_pending.TryGetValue(path, out RandomAccessSource? pending))
            {
                using FileStream stream = new(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
                pending.CopyTo(stream, cancellation);
            }
            else if (!_store!.CopyTo(path, destination, link, cancellation) && link)
            {
                copied?.Report(new CopiedFile(path, new FileInfo(destination).Length));
            }
        }
        File.WriteAllBytes(PackagePath.OnDisk(root, SpecificationPath), specification);
        File.WriteAllBytes(
            Path.Combine(root, PackageManifest.FileName),
            _manifestBytes is { } bytes && !_manifestChanged ? bytes : Manifest.ToUtf8());
    }

    /// <summary>Closes what the package was read from, because it is about to be replaced. Files that exist only in memory
    /// stay.</summary>
    public void CloseStore() => _store?.Dispose();

    /// <summary>Reads from a store of the same files again.</summary>
    public void Reopen(PackageStore store) => _store = store;

    public void Dispose()
    {
        _store?.Dispose();
        foreach (RandomAccessSource source in _pending.Values)
        {
            source.Dispose();
        }
    }

    private static string Data(string path) => $"{PackageManifest.DataFolder}/{path}";
}
