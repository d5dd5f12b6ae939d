namespace CoreML.Format;

/// <summary>A file that is written beside its target and moved over it when complete.</summary>
internal sealed class StagedFile : IDisposable
{
    private readonly SaveTarget _target;
    private readonly StagingPlace _place;
    private bool _committed;

    /// <exception cref="CoreMLException">CML1303: the target is a directory.</exception>
    public StagedFile(SaveTarget target)
    {
        if (Directory.Exists(target.FullPath))
        {
            throw FormatDiagnostics.TargetNotAModel.Error(
                file: target.FullPath, expected: "a file or nothing", found: "a directory");
        }
        _target = target;
        _place = new StagingPlace(target);
        try
        {
            Stream = new FileStream(_place.Path, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        }
        catch
        {
            _place.Dispose();
            throw;
        }
    }

    /// <summary>Takes the new content.</summary>
    public FileStream Stream { get; }

    /// <summary>Puts the new file in place of the old one.</summary>
    public void Commit(bool durable)
    {
        Stream.Flush(flushToDisk: durable);
        Stream.Dispose();
        if (!OperatingSystem.IsWindows() && File.Exists(_target.FullPath))
        {
            File.SetUnixFileMode(_place.Path, File.GetUnixFileMode(_target.FullPath));
        }
        File.Move(_place.Path, _target.FullPath, overwrite: true);
        _committed = true;
        if (durable)
        {
            NativeFiles.FlushDirectory(_target.Folder);
        }
    }

    public void Dispose()
    {
        Stream.Dispose();
        if (!_committed)
        {
            Cleanup.TryDeleteFile(_place.Path);
        }
        _place.Dispose();
    }
}
