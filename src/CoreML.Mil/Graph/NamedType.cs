namespace CoreML.Mil;

/// <summary>Name and type of a value to be made: an output of an operation, an input of a block or function.</summary>
/// <param name="Name">The name, not empty.</param>
/// <param name="Type">The type.</param>
public readonly record struct NamedType(string Name, MilType Type)
{
    /// <summary>Takes name and type from a tuple.</summary>
    /// <param name="pair">Name and type.</param>
    public static implicit operator NamedType((string Name, MilType Type) pair) => new(pair.Name, pair.Type);
}
