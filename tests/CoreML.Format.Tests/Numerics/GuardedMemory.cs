using System.Runtime.InteropServices;

namespace CoreML.Format.Tests;

/// <summary>Memory that ends at a page nobody may touch: a read or write behind it ends the process.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private static readonly nuint Page = (nuint)Environment.SystemPageSize;

    private readonly nuint _size;
    private readonly byte* _start;

    public GuardedMemory(int length)
    {
        _size = ((nuint)length + Page - 1) / Page * Page;
        if (OperatingSystem.IsWindows())
        {
            // Both parts are reserved, only the first is committed.
            _start = (byte*)VirtualAlloc(null, _size + Page, 0x2000, 0x01);
            Require(_start is not null && VirtualAlloc(_start, _size, 0x1000, 0x04) is not null);
        }
        else
        {
            int anonymousPrivate = OperatingSystem.IsMacOS() ? 0x1002 : 0x22;
            _start = (byte*)Map(null, _size + Page, 3, anonymousPrivate, -1, 0);
            Require((nint)_start != -1 && Protect(_start + _size, Page, 0) == 0);
        }
    }

    /// <summary>The last bytes before the guard.</summary>
    public Span<byte> Last(int length) => new(_start + _size - length, length);

    public void Dispose()
    {
        if (OperatingSystem.IsWindows())
        {
            VirtualFree(_start, 0, 0x8000);
        }
        else
        {
            Unmap(_start, _size + Page);
        }
    }

    private static void Require(bool succeeded)
    {
        if (!succeeded)
        {
            throw new InvalidOperationException($"No guarded memory: error {Marshal.GetLastPInvokeError()}.");
        }
    }

    [LibraryImport("libc", EntryPoint = "mmap", SetLastError = true)]
    private static partial void* Map(void* address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect", SetLastError = true)]
    private static partial int Protect(void* address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap", SetLastError = true)]
    private static partial int Unmap(void* address, nuint length);

    [LibraryImport("kernel32", SetLastError = true)]
    private static partial void* VirtualAlloc(void* address, nuint size, uint type, uint protection);

    [LibraryImport("kernel32", SetLastError = true)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool VirtualFree(void* address, nuint size, uint type);
}
