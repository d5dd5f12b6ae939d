namespace CoreML.OpGen;

/// <summary>A file to be written: its path below the repository's root, and its text.</summary>
public sealed record GeneratedFile(string Path, string Text);

/// <summary>Reads all definitions and makes all files.</summary>
public static class Generation
{
    /// <summary>Makes the files without writing them.</summary>
    /// <param name="root">The repository's root.</param>
    /// <returns>The files.</returns>
    /// <exception cref="FormatException">A definition has a mistake; the message begins with file and line.</exception>
    public static IReadOnlyList<GeneratedFile> Run(string root)
    {
        string[] paths = Directory.GetFiles(Path.Combine(root, "ops"), "*.ops");
        Array.Sort(paths, StringComparer.Ordinal);
        Family[] families = [.. paths.Select(path => DefinitionReader.Read(Path.GetFileName(path), File.ReadAllLines(path)))];
        string[] twice =
        [
            .. families.SelectMany(family => family.Operations).GroupBy(operation => operation.Name)
                .Where(group => group.Count() > 1).Select(group => group.Key),
        ];
        if (twice.Length > 0)
        {
            throw new FormatException($"Defined twice: {string.Join(", ", twice)}.");
        }
        return
        [
            new("src/CoreML.Mil/Generated/CatalogTable.g.cs", CatalogSource.Index(families)),
            .. families.Select(family => new GeneratedFile(
                $"src/CoreML.Mil/Generated/CatalogTable.{CatalogSource.Pascal(family.Name)}.g.cs", CatalogSource.Write(family))),
            .. families.Select(family => new GeneratedFile($"src/CoreML.Builder/Generated/{CatalogSource.Pascal(family.Name)}.g.cs", BuilderSource.Write(family))),
            new("src/CoreML.Builder/Generated/Choices.g.cs", Choice.Write(Choice.Of(families))),
            new("docs/operations.md", OperationsPage.Write(families)),
        ];
    }
}
