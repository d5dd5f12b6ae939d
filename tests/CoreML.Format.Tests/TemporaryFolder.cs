namespace CoreML.Format.Tests;

/// <summary>A folder for one test, deleted with everything in it.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("coreml-tests-").FullName;

    public string this[string name] => System.IO.Path.Combine(Path, name);

    /// <summary>The names of everything in the folder, sorted.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Path).Select(System.IO.Path.GetFileName).Order(StringComparer.Ordinal)!];

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
