using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>
/// A package in a temporary folder that belongs to it. The folder is deleted when the store is disposed and nobody reads
/// from its files any more: Windows does not delete files that are open.
/// </summary>
internal sealed class TemporaryStore : PackageStore
{
    private readonly Folder _folder = new();
    private readonly DirectoryStore _files;
    private int _holds = 1;
    private int _disposed;

    public TemporaryStore(ReadLimits limits) =>
        _files = new DirectoryStore(Path.Combine(_folder.Path, "Model.mlpackage"), followLinks: false, limits);

    public override string Location => _files.Location;

    public override IReadOnlyList<string> ListFiles() => _files.ListFiles();

    public override IReadOnlyList<string> ListFolders() => _files.ListFolders();

    public override bool FileExists(string path) => _files.FileExists(path);

    public override long SizeOf(string path) => _files.SizeOf(path);

    public override ValueTask<byte[]> ReadAsync(string path, SizeLimit limit, bool async, CancellationToken cancellation) =>
        _files.ReadAsync(path, limit, async, cancellation);

    public override RandomAccessSource OpenSource(string path)
    {
        RandomAccessSource source = _files.OpenSource(path);
        Interlocked.Increment(ref _holds);
        return new HeldSource(this, source);
    }

    // What is copied must outlive the folder, so it never shares content with it.
    public override bool CopyTo(string path, string destination, bool link, CancellationToken cancellation) =>
        _files.CopyTo(path, destination, link: false, cancellation);

    public override void Dispose()
    {
        if (Interlocked.Exchange(ref _disposed, 1) == 0)
        {
            Release();
        }
    }

    private void Release()
    {
        if (Interlocked.Decrement(ref _holds) == 0)
        {
            _folder.Delete();
        }
    }

    private sealed class Folder
    {
        private int _deleted;

        // A model that nobody disposed must not leave its weights behind.
        ~Folder() => Delete();

        public string Path { get; } = Directory.CreateTempSubdirectory("coreml-").FullName;

        public void Delete()
        {
            if (Interlocked.Exchange(ref _deleted, 1) == 0)
            {
                Cleanup.TryDeleteDirectory(Path);
            }
        }
    }

    private sealed class HeldSource(TemporaryStore store, RandomAccessSource source) : RandomAccessSource
    {
        private int _disposed;

        public override long Length => source.Length;

        public override SafeFileHandle? Handle => source.Handle;

        public override void Read(long position, Span<byte> destination) => source.Read(position, destination);

        public override ValueTask ReadAsync(long position, Memory<byte> destination, CancellationToken cancellation) =>
            source.ReadAsync(position, destination, cancellation);

        public override void Dispose()
        {
            if (Interlocked.Exchange(ref _disposed, 1) == 0)
            {
                source.Dispose();
                store.Release();
            }
        }
    }
}
