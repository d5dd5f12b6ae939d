namespace CoreML.Format;

/// <summary>
/// A name beside a target under which new content grows, and a lock that tells other saves that somebody is at work there. The system
/// gives the lock up when its process ends, however that happens, so what a killed save has left is told from what is in use.
/// </summary>
/// <remarks>
/// The content is <c>.NAME.RANDOM.tmp</c>, the lock a file <c>.NAME.RANDOM.tmp.lock</c>: made before the content, deleted after it.
/// </remarks>
internal sealed class StagingPlace : IDisposable
{
    private const string Extension = ".tmp";
    private const string LockExtension = ".lock";
    private const int Attempts = 10;

    private readonly FileStream _lock;

    /// <summary>Takes a new name, and deletes what killed saves to the same target have left.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The folder may not be written.</exception>
    public StagingPlace(SaveTarget target)
    {
        for (int attempt = 1; ; attempt++)
        {
            Path = System.IO.Path.Combine(target.Folder, Prefix(target) + System.IO.Path.GetRandomFileName() + Extension);
            FileStream? taken = TryLock(Path + LockExtension, FileMode.CreateNew, lastAttempt: attempt == Attempts);
            // A save that cleaned up before the lock was taken has deleted it: then others would see a place without one.
            if (taken is not null && File.Exists(taken.Name))
            {
                _lock = taken;
                break;
            }
            taken?.Dispose();
        }
        DeleteDebris(target);
    }

    /// <summary>Where the content goes, a file or a directory; nothing is there yet.</summary>
    public string Path { get; }

    public void Dispose() => _lock.Dispose();

    private void DeleteDebris(SaveTarget target)
    {
        try
        {
            string[] places = [.. Directory.EnumerateFileSystemEntries(target.Folder, ".*" + Extension + "*")
                .Select(PlaceOf).OfType<string>().Where(place => IsPlace(place, target) && place != Path).Distinct(StringComparer.Ordinal)];
            bool interrupted = Directory.Exists(target.Incoming);
            if ((places.Length > 0 || interrupted) && LocksWork() && Array.TrueForAll(places, TryDelete) && interrupted)
            {
                // Nobody is at work, and the target is there: the save that made this has never come to its end.
                Cleanup.TryDeleteDirectory(target.Incoming);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // A folder that cannot be listed can still be saved into.
        }
    }

    // Some network file systems and settings have no locks; there every place would look as if nobody used it.
    private bool LocksWork()
    {
        using FileStream? second = TryLock(_lock.Name, FileMode.Open, FileOptions.None);
        return second is null;
    }

    // False if another save is at work there.
    private static bool TryDelete(string place)
    {
        string path = place + LockExtension;
        using FileStream? taken = TryLock(path, FileMode.Open);
        if (taken is null && File.Exists(path))
        {
            return false;
        }
        if (Directory.Exists(place))
        {
            Cleanup.TryDeleteDirectory(place);
        }
        else
        {
            Cleanup.TryDeleteFile(place);
        }
        return true;
    }

    private static FileStream? TryLock(string path, FileMode mode, FileOptions options = FileOptions.DeleteOnClose, bool lastAttempt = false)
    {
        try
        {
            return new FileStream(path, mode, FileAccess.ReadWrite, FileShare.None, bufferSize: 0, options);
        }
        catch (Exception exception) when (mode == FileMode.Open && exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        catch (IOException) when (File.Exists(path) && !lastAttempt)
        {
            // Another save took the new lock for one that nobody holds.
            return null;
        }
    }

    private static string Prefix(SaveTarget target) => $".{System.IO.Path.GetFileName(target.FullPath)}.";

    private static string? PlaceOf(string path) =>
        path.EndsWith(Extension, StringComparison.Ordinal) ? path
        : path.EndsWith(Extension + LockExtension, StringComparison.Ordinal) ? path[..^LockExtension.Length]
        : null;

    // Exactly what this class makes, since everything else is somebody's file.
    private static bool IsPlace(string path, SaveTarget target)
    {
        string name = System.IO.Path.GetFileName(path);
        string prefix = Prefix(target);
        return name.Length == prefix.Length + 12 + Extension.Length
            && name.StartsWith(prefix, StringComparison.Ordinal)
            && name[prefix.Length + 8] == '.'
            && name[prefix.Length..^Extension.Length].All(letter => letter == '.' || char.IsAsciiLetterLower(letter) || char.IsAsciiDigit(letter));
    }
}
