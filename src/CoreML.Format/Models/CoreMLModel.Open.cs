using System.Diagnostics.CodeAnalysis;

namespace CoreML.Format;

public sealed partial class CoreMLModel
{
    private static ReadOnlySpan<byte> ZipSignature => "PK\x03\x04"u8;

    private static ReadOnlySpan<byte> EmptyZipSignature => "PK\x05\x06"u8;

    private static ReadOnlySpan<byte> LargeFilePointer => "version https://git-lfs"u8;

    /// <summary>Opens a model: an <c>.mlmodel</c> file, an <c>.mlpackage</c> directory or a zip archive of one, told apart by
    /// content. Of a package only manifest and specification are read.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <returns>The model, to be disposed by the caller.</returns>
    /// <exception cref="CoreMLException">The model cannot be read: CML1xxx for files and packages, CML2xxx for the
    /// specification.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public static CoreMLModel Open(string path, OpenOptions? options = null)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return Completed(OpenPathAsync(path, options, async: false, CancellationToken.None));
    }

    /// <summary>Opens a model from a stream, read from its position to its end. The stream is not disposed.</summary>
    /// <param name="stream">A specification (<c>.mlmodel</c>) or a zip archive of a package.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <returns>The model, to be disposed by the caller; it does not need the stream any more.</returns>
    /// <exception cref="CoreMLException">The model cannot be read.</exception>
    public static CoreMLModel Open(Stream stream, OpenOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return Completed(OpenStreamAsync(stream, options, async: false, CancellationToken.None));
    }

    /// <summary>Opens a model from memory.</summary>
    /// <param name="bytes">A specification (<c>.mlmodel</c>) or a zip archive of a package. The model keeps the memory; it must
    /// not change as long as the model is in use.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <returns>The model, to be disposed by the caller.</returns>
    /// <exception cref="CoreMLException">The model cannot be read.</exception>
    public static CoreMLModel Open(ReadOnlyMemory<byte> bytes, OpenOptions? options = null) =>
        Completed(OpenBytesAsync(bytes, options, async: false, CancellationToken.None));

    /// <summary>Opens a model without blocking a thread while it waits for the disk.</summary>
    /// <inheritdoc cref="Open(string, OpenOptions?)"/>
    /// <param name="path">The file or directory.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<CoreMLModel> OpenAsync(
        string path, OpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        return await OpenPathAsync(path, options, async: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a model from a stream without blocking a thread while it waits.</summary>
    /// <inheritdoc cref="Open(Stream, OpenOptions?)"/>
    /// <param name="stream">A specification (<c>.mlmodel</c>) or a zip archive of a package.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public static async Task<CoreMLModel> OpenAsync(
        Stream stream, OpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(stream);
        return await OpenStreamAsync(stream, options, async: true, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Opens a model, and tells what is wrong instead of throwing if it cannot be read.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="model">The model, to be disposed by the caller.</param>
    /// <param name="diagnostics">What is wrong; empty on success.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <returns>Whether the model was opened.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public static bool TryOpen(
        string path,
        [NotNullWhen(true)] out CoreMLModel? model,
        out IReadOnlyList<Diagnostic> diagnostics,
        OpenOptions? options = null)
    {
        try
        {
            model = Open(path, options);
            diagnostics = [];
            return true;
        }
        catch (CoreMLException exception)
        {
            model = null;
            diagnostics = exception.Diagnostics;
            return false;
        }
    }

    /// <summary>Opens a model without blocking a thread, and tells what is wrong instead of throwing if it cannot be
    /// read.</summary>
    /// <param name="path">The file or directory.</param>
    /// <param name="options">How to open it; <see langword="null"/> for the defaults.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The model, or <see langword="null"/> and what is wrong.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public static async Task<(CoreMLModel? Model, IReadOnlyList<Diagnostic> Diagnostics)> TryOpenAsync(
        string path, OpenOptions? options = null, CancellationToken cancellationToken = default)
    {
        try
        {
            return (await OpenAsync(path, options, cancellationToken).ConfigureAwait(false), []);
        }
        catch (CoreMLException exception)
        {
            return (null, exception.Diagnostics);
        }
    }

    // The synchronous forms run the asynchronous code with waiting switched off: it completes before it returns.
    private static CoreMLModel Completed(ValueTask<CoreMLModel> task) => task.AsTask().GetAwaiter().GetResult();

    private static async ValueTask<CoreMLModel> OpenPathAsync(
        string path, OpenOptions? options, bool async, CancellationToken cancellation)
    {
        options ??= new OpenOptions();
        string full = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        bool isDirectory = Directory.Exists(full);
        if (!isDirectory && !File.Exists(full))
        {
            StagedDirectory.CompleteInterrupted(full);
            isDirectory = Directory.Exists(full);
        }
        if (isDirectory)
        {
            RefuseCompiled(full);
            return await OpenPackageAsync(
                new DirectoryStore(full, options.FollowLinks, options.Limits),
                ModelContainer.Package, full, options, async, cancellation).ConfigureAwait(false);
        }
        if (StartsLikeArchive(full))
        {
            return await OpenPackageAsync(
                new ArchiveStore(FileBytes.OpenShared(full), full, options.Limits),
                ModelContainer.ZippedPackage, full, options, async, cancellation).ConfigureAwait(false);
        }
        byte[] bytes = await FileBytes
            .ReadAsync(full, full, SizeLimit.Specification(options.Limits), async, cancellation)
            .ConfigureAwait(false);
        return FromSpecification(bytes, null, ModelContainer.File, full, options);
    }

    private static async ValueTask<CoreMLModel> OpenStreamAsync(
        Stream stream, OpenOptions? options, bool async, CancellationToken cancellation)
    {
        options ??= new OpenOptions();
        byte[] bytes = await FileBytes
            .ReadAsync(stream, null, SizeLimit.Specification(options.Limits), async, cancellation)
            .ConfigureAwait(false);
        return await OpenBytesAsync(bytes, options, async, cancellation).ConfigureAwait(false);
    }

    private static ValueTask<CoreMLModel> OpenBytesAsync(
        ReadOnlyMemory<byte> bytes, OpenOptions? options, bool async, CancellationToken cancellation)
    {
        options ??= new OpenOptions();
        if (!LooksLikeArchive(bytes.Span))
        {
            return new ValueTask<CoreMLModel>(FromSpecification(bytes, null, ModelContainer.File, null, options));
        }
        var store = new ArchiveStore(new MemoryStream(bytes.ToArray(), writable: false), "archive in memory", options.Limits);
        return OpenPackageAsync(store, ModelContainer.ZippedPackage, null, options, async, cancellation);
    }

    private static async ValueTask<CoreMLModel> OpenPackageAsync(
        PackageStore store,
        ModelContainer container,
        string? path,
        OpenOptions options,
        bool async,
        CancellationToken cancellation)
    {
        ModelPackage package = await ModelPackage
            .OpenAsync(store, options.Limits, async, cancellation)
            .ConfigureAwait(false);
        try
        {
            byte[] bytes = await package
                .ReadSpecificationAsync(SizeLimit.Specification(options.Limits), async, cancellation)
                .ConfigureAwait(false);
            return FromSpecification(bytes, package, container, path, options);
        }
        catch
        {
            package.Dispose();
            throw;
        }
    }

    private static CoreMLModel FromSpecification(
        ReadOnlyMemory<byte> bytes, ModelPackage? package, ModelContainer container, string? path, OpenOptions options)
    {
        string? file = package?.SpecificationPath ?? path;
        if (bytes.Span.StartsWith(LargeFilePointer))
        {
            throw FormatDiagnostics.NotAModel.Error(
                file: file, expected: "a serialized specification", found: "a Git LFS pointer",
                advice: "Fetch the file itself: git lfs pull.");
        }
        WireScanResult scan = WireScanner.Scan(bytes.Span, options.Limits, file);
        if (!scan.HasModelType)
        {
            throw FormatDiagnostics.NoModelType.Error(
                file: file, expected: "one of the model types of the specification", found: $"{bytes.Length} bytes without one");
        }
        return new CoreMLModel(options, container, path) { _original = bytes, _package = package };
    }

    private static void RefuseCompiled(string directory)
    {
        if (File.Exists(System.IO.Path.Combine(directory, "coremldata.bin")))
        {
            throw FormatDiagnostics.NotAModel.Error(
                file: directory, expected: "an .mlpackage directory", found: "a compiled model (.mlmodelc)",
                advice: "Open the .mlmodel or .mlpackage that it was compiled from; compiling cannot be undone.");
        }
    }

    private static bool StartsLikeArchive(string path)
    {
        Span<byte> start = stackalloc byte[4];
        using FileStream stream = FileBytes.OpenShared(path);
        return LooksLikeArchive(start[..stream.ReadAtLeast(start, start.Length, throwOnEndOfStream: false)]);
    }

    // No specification starts like this: 'P' would open the field isUpdatable, and the third byte would end it.
    private static bool LooksLikeArchive(ReadOnlySpan<byte> start) =>
        start.StartsWith(ZipSignature) || start.StartsWith(EmptyZipSignature);
}
