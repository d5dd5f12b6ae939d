namespace CoreML.Mil;

/// <summary>Every operation of ML programs. Definitions are made when they are first asked for.</summary>
public static class OperationCatalog
{
    /// <summary>The names of all operations, sorted.</summary>
    public static IReadOnlyList<string> Names => CatalogTable.AllNames;

    /// <summary>The names of all families, sorted.</summary>
    public static IReadOnlyList<string> Families => CatalogTable.AllFamilies;

    /// <summary>Every operation, sorted by name.</summary>
    public static IEnumerable<OperationDefinition> All => Names.Select(name => Find(name)!);

    /// <summary>Looks for an operation.</summary>
    /// <param name="name">The specification's name, for example <c>max_pool</c>.</param>
    /// <returns>The operation, or <see langword="null"/>.</returns>
    public static OperationDefinition? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return CatalogTable.Find(name);
    }
}
