namespace CoreML.Mil;

/// <summary>The shapes that a feature can have.</summary>
/// <param name="Ranges">Smallest and largest size of each dimension.</param>
/// <param name="Shapes">The only shapes, the default first; none if all in the ranges are allowed.</param>
/// <param name="IsFlexible">Whether there can be more than one shape.</param>
internal sealed record ShapeSet((long Smallest, long Largest)[] Ranges, long[][] Shapes, bool IsFlexible)
{
    /// <summary>One shape.</summary>
    public static ShapeSet Fixed(long[] shape) => new(Array.ConvertAll(shape, size => (size, size)), [shape], false);

    /// <summary>Several shapes; the first is the default one.</summary>
    public static ShapeSet Several(long[][] shapes)
    {
        var ranges = new (long, long)[shapes[0].Length];
        for (int i = 0; i < ranges.Length; i++)
        {
            ranges[i] = (shapes.Min(shape => shape[i]), shapes.Max(shape => shape[i]));
        }
        return new(ranges, shapes, true);
    }

    /// <summary>Single shapes of the set that tell all: each of several, or the smallest and the largest.</summary>
    public ShapeSet[] Samples => !IsFlexible ? [this]
        : Shapes.Length > 0 ? [.. Shapes.Select(Fixed)]
        : [Fixed(Array.ConvertAll(Ranges, range => range.Smallest)), Fixed(Array.ConvertAll(Ranges, range => range.Largest))];
}
