namespace CoreML.Format;

/// <summary>Where the files of a package are: a directory or a zip archive. Paths are package paths.</summary>
internal abstract class PackageStore : IDisposable
{
    /// <summary>The path of the package, for messages.</summary>
    public abstract string Location { get; }

    /// <summary>Every file, sorted, so that what is written from it is always in the same order.</summary>
    /// <exception cref="CoreMLException">CML1108: more files than the limit.</exception>
    public abstract IReadOnlyList<string> ListFiles();

    /// <summary>Every folder, sorted; empty ones matter, as a manifest may list them.</summary>
    public abstract IReadOnlyList<string> ListFolders();

    /// <summary>Whether there is a file at the path.</summary>
    public abstract bool FileExists(string path);

    /// <summary>Size of a file in bytes.</summary>
    public abstract long SizeOf(string path);

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="CoreMLException">CML1105, CML1106, CML1002, or what the limit says.</exception>
    public abstract ValueTask<byte[]> ReadAsync(string path, SizeLimit limit, bool async, CancellationToken cancellation);

    /// <summary>Opens a file for positioned reads. The caller disposes it.</summary>
    /// <exception cref="CoreMLException">CML1105, CML1106 or CML1002.</exception>
    public abstract RandomAccessSource OpenSource(string path);

    /// <summary>Copies a file out of the store.</summary>
    /// <param name="path">The file.</param>
    /// <param name="destination">A path on disk where there is nothing yet.</param>
    /// <param name="link">Whether the destination may share its content with the store's file, because that one is
    /// about to be deleted or will not be written to.</param>
    /// <param name="cancellation">Stops the copy.</param>
    /// <returns>Whether the content is shared.</returns>
    public abstract bool CopyTo(string path, string destination, bool link, CancellationToken cancellation);

    /// <inheritdoc/>
    public abstract void Dispose();
}
