namespace CoreML.Mil;

/// <summary>The shape that tensors of different shapes are stretched to: aligned at the last dimension, where sizes of 1
/// and missing ones give way to the others.</summary>
internal static class Broadcasting
{
    /// <summary>The common shape.</summary>
    /// <returns>The sizes; <see langword="null"/> if there is no common shape.</returns>
    public static SizeValue[]? Combine(ReadOnlySpan<SizeValue> left, ReadOnlySpan<SizeValue> right)
    {
        var sizes = new SizeValue[Math.Max(left.Length, right.Length)];
        for (int i = 1; i <= sizes.Length; i++)
        {
            SizeValue a = i <= left.Length ? left[^i] : 1;
            SizeValue b = i <= right.Length ? right[^i] : 1;
            if (a.IsKnown && b.IsKnown && a != b && !a.Is(1) && !b.Is(1))
            {
                return null;
            }
            // A size that is not known gives way to a known one above 1, since it can only be the same, or 1.
            sizes[^i] = a == b || b.Is(1) ? a : a.Is(1) || b.IsKnown ? b : a.IsKnown ? a : SizeValue.CreateUnknown();
        }
        return sizes;
    }
}
