namespace CoreML.Mil;

/// <summary>The type of a value of an ML program. Types are immutable and equal when they say the same.</summary>
public abstract class MilType : IEquatable<MilType>
{
    private protected MilType(object? source) => Source = source;

    /// <summary>The message this type was read from, where it says more than the type does (unknown fields, a rank
    /// that differs from the number of dimensions, attributes); it plays no part in comparisons.</summary>
    internal object? Source { get; }

    /// <summary>Whether both types are the same.</summary>
    /// <param name="left">One type.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(MilType? left, MilType? right) => left is null ? right is null : left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    /// <param name="left">One type.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(MilType? left, MilType? right) => !(left == right);

    /// <summary>Whether the other type is the same. Unknown dimensions are the same only if their symbols are.</summary>
    /// <param name="other">The other type.</param>
    /// <returns>Whether they are equal.</returns>
    public abstract bool Equals(MilType? other);

    /// <inheritdoc/>
    public sealed override bool Equals(object? obj) => Equals(obj as MilType);

    /// <inheritdoc/>
    public abstract override int GetHashCode();

    /// <summary>The type as text, for example <c>tensor&lt;fp16, [1, 3, 224, 224]&gt;</c>; stable between versions.</summary>
    /// <returns>The text.</returns>
    public abstract override string ToString();
}
