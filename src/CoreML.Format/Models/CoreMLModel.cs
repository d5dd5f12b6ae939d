using CoreML.Specification;

namespace CoreML.Format;

/// <summary>
/// An open Core ML model of any type, in any container. Its only state is the <see cref="Specification"/> and, for
/// packages, the files beside it; weights stay on disk until they are read.
/// </summary>
/// <remarks>A model may be read from several threads at once; editing and saving need exclusive use.</remarks>
public sealed partial class CoreMLModel : IWeightFileResolver, IDisposable
{
    private readonly OpenOptions _options;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, WeightFile> _weightFiles = new(StringComparer.Ordinal);
    // The same by reference: a program refers to one file thousands of times, and looking for it takes time.
    private readonly Dictionary<string, WeightFile> _filesByReference = new(StringComparer.Ordinal);
    // Also those that others have taken the place of: somebody may still read them.
    private readonly List<(WeightFile File, Func<RandomAccessSource> Source)> _openedFiles = [];
    private ReadOnlyMemory<byte>? _original;
    private Model? _specification;
    private ModelPackage? _package;
    private bool _disposed;

    private CoreMLModel(OpenOptions options, ModelContainer container, string? path)
    {
        _options = options;
        Container = container;
        Path = path;
    }

    /// <summary>What the model was opened from; for a new model, what it would be saved as by default.</summary>
    public ModelContainer Container { get; private set; }

    /// <summary>The full path that the model was opened from or last saved over; <see langword="null"/> if it came from
    /// memory.</summary>
    public string? Path { get; private set; }

    /// <summary>The complete specification. Changes made to it are what <see cref="Save(string, SaveOptions?)"/> saves.</summary>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public Model Specification
    {
        get
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            lock (_gate)
            {
                return _specification ??= SpecificationReader.Parse(_original!.Value, _options.Limits, Path);
            }
        }
    }

    /// <summary>The version of the specification that the model asks for; see <see cref="SpecificationVersion"/>.</summary>
    public int SpecificationVersion => Specification.SpecificationVersion;

    /// <summary>The type of the model, by the names of the specification's <c>Model.Type</c>.</summary>
    public Model.TypeOneofCase Type => Specification.TypeCase;

    /// <summary>Title, author, licence and whatever else the model says about itself.</summary>
    public ModelMetadata Metadata => new(this);

    /// <summary>The model itself and every model inside it, pipelines' stages in order, outermost first.</summary>
    public IReadOnlyList<ModelStage> Stages => ModelStage.Enumerate(this);

    /// <summary>The items of the package the model is in; empty for a single file.</summary>
    public IReadOnlyList<PackageItem> PackageItems => _package?.Manifest.Items ?? [];

    /// <summary>The items that the package lacks.</summary>
    internal IEnumerable<PackageItem> MissingItems => PackageItems.Where(item => !_package!.Has(item));

    /// <summary>The files of the package beside manifest and specification, as paths in the package, sorted.</summary>
    public IReadOnlyList<string> PackageFiles => _package is { } package ? [.. package.ListOtherFiles()] : [];

    /// <summary>Size of the model in bytes: specification and all other files of its package.</summary>
    public long SizeInBytes => SerializeSpecification().Length + (_package?.OtherFilesSize() ?? 0);

    /// <summary>Makes a model of a specification, to be edited and saved.</summary>
    /// <param name="specification">The specification; the model keeps it, it is not copied.</param>
    /// <returns>The model; an ML program becomes a package, all else a single file, unless it is saved otherwise.</returns>
    public static CoreMLModel Create(Model specification)
    {
        ArgumentNullException.ThrowIfNull(specification);
        bool program = specification.TypeCase == Model.TypeOneofCase.MlProgram;
        return new CoreMLModel(new OpenOptions(), program ? ModelContainer.Package : ModelContainer.File, path: null)
        {
            _specification = specification,
            _package = program ? ModelPackage.Create(withWeights: true) : null,
        };
    }

    /// <summary>Opens the weight file that a reference in the specification means.</summary>
    /// <param name="reference">The reference, of the form <c>@model_path/weights/weight.bin</c>.</param>
    /// <returns>The file. The model owns it: it is closed when the model is disposed or saved over itself, unless
    /// somebody holds a reference to it.</returns>
    /// <exception cref="CoreMLException">CML3007: the reference does not stay inside the package. CML3001: there is no such
    /// file. CML3002: the file is not a weight file.</exception>
    /// <exception cref="ObjectDisposedException">The model is disposed.</exception>
    public WeightFile GetWeightFile(string reference)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ObjectDisposedException.ThrowIf(_disposed, this);
        lock (_gate)
        {
            if (_filesByReference.TryGetValue(reference, out WeightFile? known))
            {
                return known;
            }
            string relative = WeightFileReference.Parse(reference);
            string path = _package?.FindReferenced(relative) ?? throw FormatDiagnostics.WeightFileMissing.Error(
                file: Path, expected: $"a file for '{reference}'", found: _package is null ? "a model without a package" : "nothing");
            if (!_weightFiles.TryGetValue(path, out WeightFile? file))
            {
                Func<RandomAccessSource> source = _package.SourceOf(path);
                _weightFiles.Add(path, file = new WeightFile(source(), path));
                _openedFiles.Add((file, source));
            }
            _filesByReference.Add(reference, file);
            return file;
        }
    }

    /// <summary>Counts how often the files that references mean have been replaced.</summary>
    internal int WeightGeneration { get; private set; }

    /// <summary>The model's weight files as they are now. After a replacement it gives none any more, instead of
    /// others under the same names.</summary>
    internal IWeightFileResolver SnapshotWeights() => new WeightSnapshot(this, WeightGeneration);

    /// <summary>The path in the package of the file that a reference means, whether it exists or not.</summary>
    internal string WeightPath(string reference)
    {
        string relative = WeightFileReference.Parse(reference);
        ModelPackage package = PackageOrNew();
        return package.FindReferenced(relative) ?? package.ReferencedPath(relative);
    }

    /// <summary>Puts a weight file into the package in place of the one that the reference means now, if there is
    /// one. It is written when the model is saved, and can be read at once.</summary>
    internal void ReplaceWeightFile(string reference, RandomAccessSource content)
    {
        string relative = WeightFileReference.Parse(reference);
        lock (_gate)
        {
            _package ??= ModelPackage.Create(withWeights: true);
            Container = Container == ModelContainer.File ? ModelContainer.Package : Container;
            _package.AddWeightsItem();
            string path = _package.FindReferenced(relative) ?? _package.ReferencedPath(relative);
            if (_weightFiles.Remove(path, out WeightFile? old))
            {
                old.Dispose();
            }
            _filesByReference.Clear();
            _package.Put(path, content);
            WeightGeneration++;
        }
    }

    /// <summary>The serialized specification: the original bytes if nothing was changed.</summary>
    internal ReadOnlyMemory<byte> SerializeSpecification()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_specification is not { } current)
        {
            return _original!.Value;
        }
        // A specification is public and mutable, so the only proof that nothing was changed is a comparison.
        if (_original is { } original && SpecificationReader.Parse(original, _options.Limits, Path).Equals(current))
        {
            return original;
        }
        return SpecificationWriter.Write(current);
    }

    /// <summary>Closes the model's files. Weights that somebody still holds a reference to stay readable.</summary>
    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        CloseWeightFiles();
        _package?.Dispose();
    }

    private void CloseWeightFiles()
    {
        foreach (WeightFile file in _weightFiles.Values)
        {
            file.Dispose();
        }
        _weightFiles.Clear();
        _filesByReference.Clear();
        _openedFiles.Clear();
    }
}
