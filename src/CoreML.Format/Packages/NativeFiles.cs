using System.Runtime.InteropServices;

namespace CoreML.Format;

/// <summary>The few file operations that .NET does not offer: exchange two names, link, flush a directory.</summary>
internal static partial class NativeFiles
{
    private const int AtCurrentDirectory = -100;
    private const uint LinuxRenameExchange = 2;
    private const uint MacRenameSwap = 2;

    /// <summary>Atomically exchanges what two paths name.</summary>
    /// <returns>False where the system or its file system cannot; then nothing has changed.</returns>
    public static bool TryExchange(string first, string second)
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                return RenameAt2(AtCurrentDirectory, first, AtCurrentDirectory, second, LinuxRenameExchange) == 0;
            }
            if (OperatingSystem.IsMacOS())
            {
                return RenameX(first, second, MacRenameSwap) == 0;
            }
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            // A system without the call.
        }
        return false;
    }

    /// <summary>Gives a file a second name on the same file system.</summary>
    /// <returns>False where that is not possible; then nothing has changed.</returns>
    public static bool TryHardLink(string existing, string link)
    {
        try
        {
            return OperatingSystem.IsWindows() ? CreateHardLink(link, existing, 0) : Link(existing, link) == 0;
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    /// <summary>Makes the names in a directory survive a loss of power. Windows has no such operation and needs none.</summary>
    public static void FlushDirectory(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }
        int descriptor = Open(path, 0, 0);
        if (descriptor >= 0)
        {
            // Some file systems refuse to flush directories; the files themselves are flushed all the same.
            _ = Flush(descriptor);
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "renameat2", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameAt2(int fromDirectory, string from, int toDirectory, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "renamex_np", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int RenameX(string from, string to, uint flags);

    [LibraryImport("libc", EntryPoint = "link", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Link(string existing, string link);

    // The third argument is read only with flags that create files; a fixed signature keeps the call portable.
    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int Open(string path, int flags, int mode);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Flush(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);

    [LibraryImport("kernel32", EntryPoint = "CreateHardLinkW", StringMarshalling = StringMarshalling.Utf16, SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool CreateHardLink(string link, string existing, nint security);
}
