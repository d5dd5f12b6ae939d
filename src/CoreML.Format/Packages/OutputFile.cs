namespace CoreML.Format;

/// <summary>Writes files that are results, not models: beside their target first, so that no half-written one stays.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file; one that is there is replaced. Its folder is made if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="content">Writes the content.</param>
    /// <exception cref="CoreMLException">CML1304: the system refused.</exception>
    public static void Write(string path, Action<Stream> content)
    {
        string full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw FormatDiagnostics.FileNotWritable.Error(file: path, expected: "a file or nothing", found: "a directory");
        }
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            using var file = new StagedFile(SaveTarget.At(full));
            content(file.Stream);
            file.Commit(durable: false);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw FormatDiagnostics.FileNotWritable.Error(file: path, found: exception.Message, inner: exception);
        }
    }
}
