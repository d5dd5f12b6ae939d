using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The sizes that a dimension may have: <c>3</c> is only that size, <c>(1, 8)</c> is from 1 to 8.</summary>
public readonly record struct SizeBounds
{
    /// <summary>Makes bounds.</summary>
    /// <param name="lower">The smallest size, not negative.</param>
    /// <param name="upper">The largest size, at least <paramref name="lower"/>; <see langword="null"/> for no bound.</param>
    /// <exception cref="ArgumentOutOfRangeException">The bounds are negative or the upper is below the lower.</exception>
    public SizeBounds(long lower, long? upper)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(lower);
        if (upper < lower)
        {
            throw new ArgumentOutOfRangeException(nameof(upper), upper, $"The largest size is below the smallest, {lower}.");
        }
        Lower = lower;
        Upper = upper;
    }

    /// <summary>Any size, also 0.</summary>
    public static SizeBounds Any => new(0, null);

    /// <summary>The smallest size.</summary>
    public long Lower { get; }

    /// <summary>The largest size; <see langword="null"/> for no bound.</summary>
    public long? Upper { get; }

    /// <summary>Whether a size lies within.</summary>
    /// <param name="size">The size.</param>
    /// <returns>Whether it does.</returns>
    public bool Contains(long size) => size >= Lower && !(size > Upper);

    /// <summary>A single size.</summary>
    /// <param name="size">The size.</param>
    public static implicit operator SizeBounds(long size) => new(size, size);

    /// <summary>The sizes from one to another.</summary>
    /// <param name="bounds">The smallest and the largest; <see langword="null"/> for no largest.</param>
    public static implicit operator SizeBounds((long Lower, long? Upper) bounds) => new(bounds.Lower, bounds.Upper);

    internal SizeRange ToRange() => new() { LowerBound = (ulong)Lower, UpperBound = Upper ?? -1 };
}
