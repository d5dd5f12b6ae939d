namespace CoreML.Format;

/// <summary>
/// Where a save goes, and the names beside it that an interrupted exchange leaves. They start with a dot and the target's own
/// name, as those of a <see cref="StagingPlace"/> do, so that they lie on the same file system and are recognised later.
/// </summary>
internal readonly struct SaveTarget
{
    private SaveTarget(string fullPath)
    {
        FullPath = fullPath;
        Folder = Path.GetDirectoryName(fullPath)!;
        string name = Path.GetFileName(fullPath);
        Incoming = Path.Combine(Folder, $".{name}.incoming");
        Outgoing = Path.Combine(Folder, $".{name}.outgoing");
    }

    /// <summary>The final path; a link at the end of it is followed, so that the link stays a link.</summary>
    public string FullPath { get; }

    /// <summary>The folder that holds the target.</summary>
    public string Folder { get; }

    /// <summary>A complete new package that waits to be renamed in, where the system cannot exchange.</summary>
    public string Incoming { get; }

    /// <summary>The old package, renamed aside, where the system cannot exchange.</summary>
    public string Outgoing { get; }

    /// <exception cref="CoreMLException">CML1301: there is no folder to save into.</exception>
    public static SaveTarget At(string path)
    {
        string full = FollowLink(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)));
        if (!Directory.Exists(Path.GetDirectoryName(full)))
        {
            throw FormatDiagnostics.SaveFailed.Error(
                file: path, expected: "a folder that exists", found: $"no folder '{Path.GetDirectoryName(full)}'",
                advice: "Create the folder first.");
        }
        return new SaveTarget(full);
    }

    /// <summary>What a link at the end of a full path leads to; any other path as it is.</summary>
    public static string FollowLink(string path)
    {
        FileSystemInfo info = Directory.Exists(path) ? new DirectoryInfo(path) : new FileInfo(path);
        return info.Exists && info.ResolveLinkTarget(returnFinalTarget: true) is { } link
            ? Path.TrimEndingDirectorySeparator(link.FullName)
            : path;
    }
}
