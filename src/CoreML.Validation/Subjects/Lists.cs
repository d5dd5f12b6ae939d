namespace CoreML.Validation;

/// <summary>Finds items of lists.</summary>
internal static class Lists
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

    /// <summary>The position of the first item that fulfils a condition; -1 if none does.</summary>
    public static int FindIndex<T>(this IReadOnlyList<T> items, Func<T, bool> condition)
    {
        for (int i = 0; i < items.Count; i++)
        {
            if (condition(items[i]))
            {
                return i;
            }
        }
        return -1;
    }
}
