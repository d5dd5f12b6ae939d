namespace CoreML.Validation;

/// <summary>Finds what is there twice.</summary>
internal static class Duplicates
{
    /// <summary>The name of the first item that has the name of an earlier one; <see langword="null"/> if all differ.</summary>
    public static string? FindDuplicate<T>(this IEnumerable<T> items, Func<T, string> nameOf)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (T item in items)
        {
            string name = nameOf(item);
            if (!seen.Add(name))
            {
                return name;
            }
        }
        return null;
    }
}
