namespace CoreML.Format.Tests;

/// <summary>Sets the permissions of a file or folder for a while. Tests that need it are skipped where permissions are
/// different or do not bind.</summary>
internal sealed class UnixMode : IDisposable
{
    private readonly string _path;
    private readonly UnixFileMode _before;

    private UnixMode(string path, UnixFileMode mode)
    {
        _path = path;
        _before = Change(path, mode);
    }

    /// <summary>Takes away permissions until the result is disposed.</summary>
    public static UnixMode Restrict(string path, UnixFileMode mode)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "Permissions do not bind this account.");
        return new UnixMode(path, mode);
    }

    /// <summary>Sets the permissions, and returns those before.</summary>
    public static UnixFileMode Change(string path, UnixFileMode mode)
    {
        if (OperatingSystem.IsWindows())
        {
            throw new PlatformNotSupportedException();
        }
        UnixFileMode before = File.GetUnixFileMode(path);
        File.SetUnixFileMode(path, mode);
        return before;
    }

    public void Dispose() => Change(_path, _before);
}
