namespace CoreML.Mil;

/// <summary>Comparing and cutting lists of sizes that need not be known.</summary>
internal static class Shapes
{
    /// <summary>Whether two sizes may be the same: what is not known may be anything.</summary>
    public static bool Agree(SizeValue left, SizeValue right) => !left.IsKnown || !right.IsKnown || left == right;

    /// <summary>Whether two shapes may be the same.</summary>
    public static bool Agree(ReadOnlySpan<SizeValue> left, ReadOnlySpan<SizeValue> right)
    {
        bool agree = left.Length == right.Length;
        for (int i = 0; agree && i < left.Length; i++)
        {
            agree = Agree(left[i], right[i]);
        }
        return agree;
    }

    /// <summary>Of two sizes that are the same the one that is known.</summary>
    public static SizeValue Known(SizeValue left, SizeValue right) => left.IsKnown ? left : right;

    /// <summary>Whether a size is a multiple of a positive number, so far as is known.</summary>
    public static bool Divides(long divisor, SizeValue size) => !size.IsKnown || size.Value % divisor == 0;

    /// <summary>Sizes for messages: <c>[1, ?, 3]</c>.</summary>
    public static string Describe<T>(IEnumerable<T> sizes) => $"[{string.Join(", ", sizes)}]";
}
