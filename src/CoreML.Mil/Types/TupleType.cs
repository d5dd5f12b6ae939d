using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>The type of tuples: a type for each part.</summary>
public sealed class TupleType : MilType
{
    /// <summary>Makes a tuple type.</summary>
    /// <param name="types">The type of each part, in order.</param>
    public TupleType(ImmutableArray<MilType> types)
        : this(types, null)
    {
    }

    internal TupleType(ImmutableArray<MilType> types, object? source)
        : base(source)
    {
        Types = types.IsDefault ? [] : types;
        foreach (MilType type in Types)
        {
            ArgumentNullException.ThrowIfNull(type, nameof(types));
        }
    }

    /// <summary>The type of each part, in order.</summary>
    public ImmutableArray<MilType> Types { get; }

    /// <inheritdoc/>
    public override bool Equals(MilType? other) =>
        other is TupleType tuple && Types.AsSpan().SequenceEqual(tuple.Types.AsSpan());

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (MilType type in Types)
        {
            hash.Add(type);
        }
        return hash.ToHashCode();
    }

    /// <inheritdoc/>
    public override string ToString() => $"tuple<{string.Join(", ", Types)}>";
}
