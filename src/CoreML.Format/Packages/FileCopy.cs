using System.Buffers;

namespace CoreML.Format;

/// <summary>Copies files so that a large copy can be cancelled.</summary>
internal static class FileCopy
{
    private const long CancellableFrom = 64 << 20;
    private const int ChunkBytes = 8 << 20;

    /// <summary>Copies to a path where there is nothing yet. Small files go through the system's own copy, which
    /// clones where the file system can.</summary>
    public static void Copy(string source, string destination, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        if (!cancellation.CanBeCanceled || new FileInfo(source).Length < CancellableFrom)
        {
            File.Copy(source, destination);
            return;
        }
        using FileStream from = new(source, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, 0);
        using FileStream to = new(destination, FileMode.CreateNew, FileAccess.Write, FileShare.None, 0);
        CopyStream(from, to, cancellation);
    }

    /// <summary>Copies a stream to its end.</summary>
    public static void CopyStream(Stream from, Stream to, CancellationToken cancellation)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ChunkBytes);
        try
        {
            int read;
            while ((read = from.Read(buffer)) > 0)
            {
                cancellation.ThrowIfCancellationRequested();
                to.Write(buffer, 0, read);
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
