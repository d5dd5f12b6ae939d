namespace CoreML.Mil;

/// <summary>
/// Stands for the size of a dimension that is not known before the program runs. Two dimensions with the same symbol
/// have the same size in every run; symbols are compared by reference.
/// </summary>
public sealed class DimensionSymbol
{
    /// <summary>Makes a symbol different from every other.</summary>
    /// <param name="name">A name for people, for example <c>batch</c>; it plays no part in comparisons.</param>
    public DimensionSymbol(string? name = null) => Name = name;

    /// <summary>The name for people, if there is one.</summary>
    public string? Name { get; }

    /// <summary>The name, or <c>?</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name ?? "?";
}
