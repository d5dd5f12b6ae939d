using CoreML.Specification;

namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    private static readonly IReadOnlySet<string> Nothing = new HashSet<string>();

    /// <summary>Saves the model. Whatever is at the path is replaced in one step when the new model is complete; if
    /// anything fails before that, it stays as it was.</summary>
    /// <param name="path">Where to; the extension tells the container unless the options do.</param>
    /// <param name="options">How to save; <see langword="null"/> for the defaults.</param>
    /// <exception cref="CoreMLException">CML1301: the file system refused. CML1302: a single file cannot hold this model.
    /// CML1303: at the path is something else than a model. <see cref="SaveOptions.Validate"/> found errors: these.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    /// <remarks>A model that is saved over the package it was opened from reads from the new one afterwards; weights read
    /// from it before are closed.</remarks>
    public void Save(string path, SaveOptions? options = null) => Save(path, options, CancellationToken.None);

    /// <summary>Saves the model on another thread. On cancellation nothing has changed.</summary>
    /// <inheritdoc cref="Save(string, SaveOptions?)"/>
    /// <param name="path">Where to; the extension tells the container unless the options do.</param>
    /// <param name="options">How to save; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A task that ends when the model is saved.</returns>
    public Task SaveAsync(string path, SaveOptions? options = null, CancellationToken cancellationToken = default) =>
        Task.Run(() => Save(path, options, cancellationToken), cancellationToken);

    /// <summary>Writes the model to a stream: a serialized specification, or a zip archive of a package.</summary>
    /// <param name="stream">Takes the bytes; it is not disposed.</param>
    /// <param name="options">How to save; a package is written as an archive.</param>
    /// <exception cref="CoreMLException">CML1302: a single file was asked for and cannot hold this model.
    /// <see cref="SaveOptions.Validate"/> found errors: these.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public void Save(Stream stream, SaveOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        RefuseInvalid(options);
        ReadOnlyMemory<byte> specification = SerializeSpecification();
        if ((options?.Container ?? Container) == ModelContainer.File)
        {
            RequireSingleFile(null);
            stream.Write(specification.Span);
            return;
        }
        string folder = Directory.CreateTempSubdirectory("coreml-").FullName;
        try
        {
            PackageOrNew().WriteTo(folder, specification.Span, Nothing, link: false, copied: null, CancellationToken.None);
            PackageArchive.Write(folder, "Model.mlpackage", stream, CancellationToken.None);
        }
        finally
        {
            Cleanup.TryDeleteDirectory(folder);
        }
    }

    private void Save(string path, SaveOptions? options, CancellationToken cancellation)
    {
        RefuseInvalid(options);
        using SaveSession session = BeginSave(path, options, cancellation);
        session.Commit(SerializeSpecification());
    }

    /// <summary>Starts a save of this model into which others write some of the files.</summary>
    internal SaveSession BeginSave(string path, SaveOptions? options, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        ObjectDisposedException.ThrowIf(_disposed, this);
        options ??= new SaveOptions();
        path = System.IO.Path.TrimEndingDirectorySeparator(path);
        ModelContainer container = options.Container ?? System.IO.Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".MLMODEL" => ModelContainer.File,
            ".MLPACKAGE" => ModelContainer.Package,
            ".ZIP" => ModelContainer.ZippedPackage,
            _ => Container,
        };
        if (container == ModelContainer.File)
        {
            RequireSingleFile(path);
        }
        return new SaveSession(this, path, container, options, cancellation);
    }

    /// <summary>The package, or an empty one for a model that has been a single file.</summary>
    internal ModelPackage PackageOrNew() =>
        _package ?? ModelPackage.Create(withWeights: Type == Model.TypeOneofCase.MlProgram);

    private void RefuseInvalid(SaveOptions? options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        Diagnostic[] errors = [.. (options?.Validate?.Validate(this) ?? []).Where(found => found.Severity == DiagnosticSeverity.Error)];
        if (errors.Length > 0)
        {
            throw new CoreMLException(errors);
        }
    }

    private void RequireSingleFile(string? path)
    {
        string? other = _package?.ListOtherFiles().FirstOrDefault();
        if (other is not null)
        {
            throw FormatDiagnostics.NeedsPackage.Error(
                file: path, expected: "a package path", found: $"the model has '{other}' beside its specification");
        }
    }

    /// <summary>Whether a save to the path replaces the files that the model reads from.</summary>
    internal bool IsSavedOverItself(string target) =>
        Path is not null && string.Equals(SaveTarget.FollowLink(Path), target, OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase);

    /// <summary>Lets go of files that are about to be replaced: Windows does not rename what is open.</summary>
    internal void ReleaseForReplacement()
    {
        foreach ((WeightFile file, _) in _openedFiles)
        {
            file.Close();
        }
        _package?.CloseStore();
    }

    /// <summary>Goes on with the old files after they could not be replaced: graphs, weights, and new weight files that copy
    /// from old ones can be read as before.</summary>
    internal void KeepAfterFailure()
    {
        try
        {
            if (OpenStore() is { } store)
            {
                _package!.Reopen(store);
            }
            foreach ((WeightFile file, Func<RandomAccessSource> source) in _openedFiles)
            {
                file.Reopen(source);
            }
        }
        catch (CoreMLException)
        {
            // The reason why the save failed matters more; reading the old files again will tell.
            ForgetWeightFiles();
        }
    }

    private void ForgetWeightFiles()
    {
        WeightGeneration++;
        CloseWeightFiles();
    }

    /// <summary>Reads from what has just been saved over the model's own path.</summary>
    internal void Rebase(ModelContainer container, ReadOnlyMemory<byte> specification)
    {
        ForgetWeightFiles();
        _original = specification;
        Container = container;
        _package?.Dispose();
        _package = OpenStore() is { } store
            ? ModelPackage.OpenAsync(store, _options.Limits, async: false, CancellationToken.None).AsTask().GetAwaiter().GetResult()
            : null;
    }

    private PackageStore? OpenStore() => Container switch
    {
        ModelContainer.Package => new DirectoryStore(Path!, _options.FollowLinks, _options.Limits),
        ModelContainer.ZippedPackage => new ArchiveStore(FileBytes.OpenShared(Path!), Path!, _options.Limits),
        _ => null,
    };
}
