namespace CoreML.Format;

/// <summary>Reads whole files and streams into memory, up to a limit that is checked before memory is taken.</summary>
internal static class FileBytes
{
    /// <summary>Reads a file; with <paramref name="async"/> false it completes before it returns.</summary>
    /// <exception cref="CoreMLException">CML1001, CML1002, or what the limit says.</exception>
    public static async ValueTask<byte[]> ReadAsync(
        string path, string name, SizeLimit limit, bool async, CancellationToken cancellation)
    {
        using FileStream stream = OpenShared(path, name, async);
        try
        {
            return await ReadAsync(stream, name, limit, async, cancellation).ConfigureAwait(false);
        }
        catch (IOException exception)
        {
            throw FormatDiagnostics.FileNotReadable.Error(file: name, found: exception.Message, inner: exception);
        }
    }

    /// <summary>Opens a file for reading in a way that lets others read, rename and delete it.</summary>
    /// <exception cref="CoreMLException">CML1001 or CML1002.</exception>
    public static FileStream OpenShared(string path, string? name = null, bool async = false)
    {
        try
        {
            return new FileStream(
                path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete, bufferSize: 0, useAsync: async);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw FormatDiagnostics.FileNotFound.Error(file: name ?? path, inner: exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.FileNotReadable.Error(file: name ?? path, found: exception.Message, inner: exception);
        }
    }

    /// <summary>Reads a stream from its position to its end.</summary>
    /// <exception cref="CoreMLException">There are more bytes than the limit.</exception>
    public static async ValueTask<byte[]> ReadAsync(
        Stream stream, string? name, SizeLimit limit, bool async, CancellationToken cancellation)
    {
        long known = stream.CanSeek ? stream.Length - stream.Position : 0;
        limit.Check(known, name);
        // An unknown length grows by doubling; a known one is read into a buffer of exactly that size, unless the
        // stream turns out to be longer than it said.
        byte[] buffer = known > 0 ? GC.AllocateUninitializedArray<byte>((int)known) : new byte[4096];
        int length = 0;
        while (true)
        {
            if (length == buffer.Length)
            {
                var probe = new byte[1];
                if (await Fill(stream, probe, async, cancellation).ConfigureAwait(false) == 0)
                {
                    return buffer;
                }
                limit.Check(length + 1L, name);
                Array.Resize(ref buffer, (int)Math.Min(Math.Max(buffer.Length * 2L, 4096), Array.MaxLength));
                buffer[length++] = probe[0];
            }
            int read = await Fill(stream, buffer.AsMemory(length), async, cancellation).ConfigureAwait(false);
            if (read == 0)
            {
                return length == buffer.Length ? buffer : buffer[..length];
            }
            length += read;
            limit.Check(length, name);
        }
    }

    private static async ValueTask<int> Fill(
        Stream stream, Memory<byte> destination, bool async, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        return async
            ? await stream.ReadAsync(destination, cancellation).ConfigureAwait(false)
            : stream.Read(destination.Span);
    }
}
