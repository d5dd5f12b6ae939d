namespace CoreML.Mil;

/// <summary>The type of lists: their elements' type and their length.</summary>
public sealed class ListType : MilType
{
    /// <summary>Makes a list type.</summary>
    /// <param name="element">The type of the elements.</param>
    /// <param name="length">Number of elements, known or unknown.</param>
    public ListType(MilType element, Dimension length)
        : this(element, length, null)
    {
    }

    internal ListType(MilType element, Dimension length, object? source)
        : base(source)
    {
        ArgumentNullException.ThrowIfNull(element);
        Element = element;
        Length = length;
    }

    /// <summary>The type of the elements.</summary>
    public MilType Element { get; }

    /// <summary>Number of elements, known or unknown.</summary>
    public Dimension Length { get; }

    /// <inheritdoc/>
    public override bool Equals(MilType? other) =>
        other is ListType list && Length == list.Length && Element.Equals(list.Element);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(nameof(ListType), Element, Length);

    /// <inheritdoc/>
    public override string ToString() => $"list<{Element}, {Length}>";
}
