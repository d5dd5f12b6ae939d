namespace CoreML.Builder;

/// <summary>What is around a volume when a window moves over it.</summary>
public sealed class VolumePadding
{
    private VolumePadding(int kind, (int Before, int After) depth = default, (int Before, int After) height = default, (int Before, int After) width = default) =>
        (Kind, Depth, Height, Width) = (kind, depth, height, width);

    /// <summary>Nothing: windows lie within the volume.</summary>
    public static VolumePadding None { get; } = new(1);

    /// <summary>As much as it takes for as many windows as the volume is long, divided by the stride.</summary>
    public static VolumePadding Same { get; } = new(2);

    // The numbers of the specification's enums: CUSTOM, VALID, SAME.
    internal int Kind { get; }

    internal (int Before, int After) Depth { get; }

    internal (int Before, int After) Height { get; }

    internal (int Before, int After) Width { get; }

    /// <summary>Given amounts, not negative.</summary>
    /// <param name="depth">How much in front and behind.</param>
    /// <param name="height">How much above and below.</param>
    /// <param name="width">How much on the left and on the right.</param>
    /// <returns>The padding.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An amount is negative.</exception>
    public static VolumePadding Of((int Before, int After) depth, (int Before, int After) height, (int Before, int After) width)
    {
        foreach ((int before, int after) in (ReadOnlySpan<(int, int)>)[depth, height, width])
        {
            ArgumentOutOfRangeException.ThrowIfNegative(Math.Min(before, after), nameof(depth));
        }
        return new(0, depth, height, width);
    }
}
