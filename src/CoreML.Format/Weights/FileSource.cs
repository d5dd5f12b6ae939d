using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>A file on disk.</summary>
internal sealed class FileSource : RandomAccessSource
{
    private readonly SafeFileHandle _handle;

    private readonly string _path;

    private FileSource(SafeFileHandle handle, string path)
    {
        _handle = handle;
        _path = path;
        Length = RandomAccess.GetLength(handle);
    }

    public override long Length { get; }

    public override SafeFileHandle Handle => _handle;

    /// <param name="path">The file.</param>
    /// <param name="name">What messages call it.</param>
    /// <param name="temporary">Whether the file is deleted when it is closed.</param>
    /// <exception cref="CoreMLException">CML3001 or CML1002.</exception>
    public static FileSource Open(string path, string name, bool temporary = false)
    {
        try
        {
            // Reads are positioned, but most go through a weight from front to back: announcing random access would turn
            // off reading ahead, which is several times slower when the file is not cached.
            FileOptions options = temporary ? FileOptions.DeleteOnClose : FileOptions.None;
            return new FileSource(
                File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, options), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw FormatDiagnostics.WeightFileMissing.Error(file: name, found: "nothing", inner: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.FileNotReadable.Error(file: name, found: exception.Message, inner: exception);
        }
    }

    public override void Read(long position, Span<byte> destination)
    {
        while (destination.Length > 0)
        {
            int read = RandomAccess.Read(_handle, destination, position);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{_path}' has become shorter while it was read.");
            }
            destination = destination[read..];
            position += read;
        }
    }

    public override async ValueTask ReadAsync(long position, Memory<byte> destination, CancellationToken cancellation)
    {
        while (destination.Length > 0)
        {
            int read = await RandomAccess.ReadAsync(_handle, destination, position, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                throw new EndOfStreamException($"'{_path}' has become shorter while it was read.");
            }
            destination = destination[read..];
            position += read;
        }
    }

    public override void Dispose() => _handle.Dispose();
}
