using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace CoreML.Format;

/// <summary>The few file operations that .NET does not offer: exchange two names, clone, link, flush a directory.</summary>
internal static partial class NativeFiles
{
    private const int AtCurrentDirectory = -100;
    private const uint LinuxRenameExchange = 2;
    private const uint MacRenameSwap = 2;
    private const nuint LinuxCloneFile = 0x40049409;

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

    /// <summary>Makes a file that shares the content of another until one of them is written to.</summary>
    /// <returns>False where the file system cannot; then there is no new file.</returns>
    public static bool TryClone(string existing, string clone)
    {
        try
        {
            return OperatingSystem.IsMacOS() ? CloneFile(existing, clone, 0) == 0 : OperatingSystem.IsLinux() && CloneByControl(existing, clone);
        }
        catch (Exception exception) when (exception is EntryPointNotFoundException or DllNotFoundException)
        {
            return false;
        }
    }

    private static bool CloneByControl(string existing, string clone)
    {
        using SafeFileHandle source = File.OpenHandle(existing);
        bool cloned;
        using (SafeFileHandle target = File.OpenHandle(clone, FileMode.CreateNew, FileAccess.Write))
        {
            cloned = Control(target, LinuxCloneFile, source.DangerousGetHandle()) == 0;
        }
        if (!cloned)
        {
            File.Delete(clone);
        }
        return cloned;
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

    [LibraryImport("libc", EntryPoint = "clonefile", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    private static partial int CloneFile(string existing, string clone, uint flags);

    [LibraryImport("libc", EntryPoint = "ioctl", SetLastError = true)]
    private static partial int Control(SafeFileHandle file, nuint request, nint argument);

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
