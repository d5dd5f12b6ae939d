namespace CoreML.Format;

/// <summary>
/// One save on its way: a place beside the target where files are written, and the step that puts them in place. What
/// is not committed leaves nothing behind.
/// </summary>
internal sealed class SaveSession : IDisposable
{
    private readonly CoreMLModel _model;
    private readonly SaveTarget _target;
    private readonly ModelContainer _container;
    private readonly SaveOptions _options;
    private readonly CancellationToken _cancellation;
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);
    private StagedFile? _file;
    private StagedDirectory? _directory;

    public SaveSession(
        CoreMLModel model, string path, ModelContainer container, SaveOptions options, CancellationToken cancellation)
    {
        _model = model;
        _container = container;
        _options = options;
        _cancellation = cancellation;
        _target = SaveTarget.At(path);
        try
        {
            Guard(() =>
            {
                if (container != ModelContainer.Package)
                {
                    _file = new StagedFile(_target);
                }
                if (container != ModelContainer.File)
                {
                    _directory = container == ModelContainer.Package ? new StagedDirectory(_target) : StagedDirectory.ForContents(_target);
                }
            });
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    /// <summary>A path on disk at which the caller writes a file of the new package.</summary>
    /// <param name="packagePath">The file's path in the package.</param>
    public string CreateFile(string packagePath)
    {
        string path = PackagePath.OnDisk(_directory!.Path, packagePath);
        Guard(() => Directory.CreateDirectory(Path.GetDirectoryName(path)!));
        _written.Add(packagePath);
        return path;
    }

    /// <summary>Writes what the caller has not written and puts the new model in place.</summary>
    /// <exception cref="CoreMLException">CML1301.</exception>
    public void Commit(ReadOnlyMemory<byte> specification) => Guard(() =>
    {
        bool over = _model.IsSavedOverItself(_target.FullPath);
        if (_directory is not null)
        {
            bool link = (over || _options.ShareFiles) && _container == ModelContainer.Package;
            _model.PackageOrNew().WriteTo(_directory.Path, specification.Span, _written, link, _options.Copied, _cancellation);
        }
        if (_container == ModelContainer.File)
        {
            _file!.Stream.Write(specification.Span);
        }
        else if (_container == ModelContainer.ZippedPackage)
        {
            string name = Path.ChangeExtension(Path.GetFileNameWithoutExtension(_target.FullPath), ".mlpackage");
            PackageArchive.Write(_directory!.Path, name, _file!.Stream, _cancellation);
        }
        _cancellation.ThrowIfCancellationRequested();
        if (over)
        {
            _model.ReleaseForReplacement();
        }
        try
        {
            if (_file is not null)
            {
                _file.Commit(_options.Durable);
            }
            else
            {
                _directory!.Commit(_options.Durable);
            }
        }
        catch when (over)
        {
            // The old model is still there, whole; the model goes on reading from it.
            _model.KeepAfterFailure();
            throw;
        }
        if (over)
        {
            _model.Rebase(_container, specification);
        }
    });

    /// <summary>Runs a piece of the save; what the file system refuses becomes one diagnostic.</summary>
    public void Guard(Action action)
    {
        try
        {
            action();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.SaveFailed.Error(
                file: _target.FullPath, expected: "a place that can be written", found: exception.Message, inner: exception);
        }
    }

    public void Dispose()
    {
        _file?.Dispose();
        _directory?.Dispose();
    }
}
