namespace CoreML.Format;

/// <summary>
/// A package directory that is written beside its target and exchanged with it when complete. At every moment the
/// target is the old package or the new one, whole.
/// </summary>
/// <remarks>
/// Where the system cannot exchange two directories (Windows, some file systems) there is a moment in which the
/// target's name is free: <c>staging → incoming</c>, <c>target → outgoing</c>, <c>incoming → target</c>. Somebody who comes
/// upon that state, after a crash, finishes it with <see cref="CompleteInterrupted(SaveTarget)"/>.
/// </remarks>
internal sealed class StagedDirectory : IDisposable
{
    private readonly SaveTarget _target;
    private readonly StagingPlace _place;
    private readonly Func<string, string, bool> _exchange;
    private bool _committed;

    /// <param name="target">Where the package goes.</param>
    /// <param name="exchange">Exchanges two names or returns false; by default what the system offers.</param>
    /// <exception cref="CoreMLException">CML1303: the target is something else than a package.</exception>
    public StagedDirectory(SaveTarget target, Func<string, string, bool>? exchange = null)
    {
        _target = target;
        _exchange = exchange ?? NativeFiles.TryExchange;
        CompleteInterrupted(target);
        RefuseForeignTarget(target.FullPath);
        _place = MakePlace(target);
    }

    private StagedDirectory(SaveTarget target, StagingPlace place)
    {
        _target = target;
        _place = place;
        _exchange = static (_, _) => throw new InvalidOperationException("The contents of an archive do not replace anything.");
    }

    /// <summary>A place, on the target's own disk, for the contents of an archive before they are packed.</summary>
    public static StagedDirectory ForContents(SaveTarget archive) => new(archive, MakePlace(archive));

    /// <summary>Where the new package grows.</summary>
    public string Path => _place.Path;

    private static StagingPlace MakePlace(SaveTarget target)
    {
        var place = new StagingPlace(target);
        try
        {
            Directory.CreateDirectory(place.Path);
            return place;
        }
        catch
        {
            place.Dispose();
            throw;
        }
    }

    /// <summary>Finishes a swap that was interrupted between its renames.</summary>
    /// <exception cref="CoreMLException">CML1002: the system does not let it be finished.</exception>
    public static void CompleteInterrupted(string path)
    {
        if (!Directory.Exists(System.IO.Path.GetDirectoryName(path)))
        {
            return;
        }
        try
        {
            CompleteInterrupted(SaveTarget.At(path));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.FileNotReadable.Error(
                file: path, expected: "a package whose interrupted save can be completed", found: exception.Message, inner: exception);
        }
    }

    /// <summary>Finishes a swap that was interrupted between its renames.</summary>
    public static void CompleteInterrupted(SaveTarget target)
    {
        bool present = Directory.Exists(target.FullPath);
        if (!present && Directory.Exists(target.Incoming))
        {
            Directory.Move(target.Incoming, target.FullPath);
            present = true;
        }
        if (!present && Directory.Exists(target.Outgoing))
        {
            Directory.Move(target.Outgoing, target.FullPath);
            present = true;
        }
        if (present && Directory.Exists(target.Outgoing))
        {
            Cleanup.TryDeleteDirectory(target.Outgoing);
        }
    }

    // A directory that is not a package may hold anything, and replacing it would delete that.
    private static void RefuseForeignTarget(string path)
    {
        bool foreign = File.Exists(path) || (Directory.Exists(path)
            && !File.Exists(System.IO.Path.Combine(path, PackageManifest.FileName))
            && Directory.EnumerateFileSystemEntries(path).Any());
        if (foreign)
        {
            throw FormatDiagnostics.TargetNotAModel.Error(
                file: path, expected: "a package, an empty directory or nothing", found: "something else");
        }
    }

    /// <summary>Puts the new package in place of the old one and deletes the old one.</summary>
    public void Commit(bool durable)
    {
        if (durable)
        {
            FlushTree(Path);
        }
        if (!Directory.Exists(_target.FullPath))
        {
            Directory.Move(Path, _target.FullPath);
        }
        else if (_exchange(Path, _target.FullPath))
        {
            // The old package now has the staging name.
            Cleanup.TryDeleteDirectory(Path);
        }
        else
        {
            SwapByRenaming();
        }
        _committed = true;
        if (durable)
        {
            NativeFiles.FlushDirectory(_target.Folder);
        }
    }

    private void SwapByRenaming()
    {
        if (Directory.Exists(_target.Incoming))
        {
            Directory.Delete(_target.Incoming, recursive: true);
        }
        Directory.Move(Path, _target.Incoming);
        try
        {
            Directory.Move(_target.FullPath, _target.Outgoing);
        }
        catch
        {
            Cleanup.TryDeleteDirectory(_target.Incoming);
            throw;
        }
        try
        {
            Directory.Move(_target.Incoming, _target.FullPath);
        }
        catch
        {
            Directory.Move(_target.Outgoing, _target.FullPath);
            Cleanup.TryDeleteDirectory(_target.Incoming);
            throw;
        }
        Cleanup.TryDeleteDirectory(_target.Outgoing);
    }

    private static void FlushTree(string root)
    {
        foreach (string file in Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories))
        {
            using Microsoft.Win32.SafeHandles.SafeFileHandle handle =
                File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
            RandomAccess.FlushToDisk(handle);
        }
        foreach (string folder in Directory.EnumerateDirectories(root, "*", SearchOption.AllDirectories))
        {
            NativeFiles.FlushDirectory(folder);
        }
        NativeFiles.FlushDirectory(root);
    }

    public void Dispose()
    {
        if (!_committed && Directory.Exists(Path))
        {
            Cleanup.TryDeleteDirectory(Path);
        }
        _place.Dispose();
    }
}
