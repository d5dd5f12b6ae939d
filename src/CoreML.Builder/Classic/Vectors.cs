namespace CoreML.Builder;

/// <summary>Checks on the lengths of lists.</summary>
internal static class Vectors
{
    /// <summary>Makes sure that a list is not empty and as long as those before it.</summary>
    /// <param name="length">Its length.</param>
    /// <param name="before">The length of those before, if there are any.</param>
    /// <param name="path">Where the list is.</param>
    public static void CheckLike(int length, int? before, string path)
    {
        if (length == 0)
        {
            throw new ArgumentException("The list is empty.");
        }
        if (before is { } expected)
        {
            CheckLength(length, expected, path);
        }
    }

    /// <summary>Makes sure that a list has a certain length.</summary>
    public static void CheckLength(int length, int expected, string path)
    {
        if (length != expected)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(path: path, expected: $"{expected} values", found: $"{length}");
        }
    }

    /// <summary>Makes sure that a value is not negative, and is a number.</summary>
    public static void CheckNotNegative(double value, string path)
    {
        if (!(value >= 0))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: path, expected: "a number that is not negative", found: $"{value}");
        }
    }
}
