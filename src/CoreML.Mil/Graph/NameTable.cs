namespace CoreML.Mil;

/// <summary>
/// Finds a function's values by name. Values of equal names may exist in blocks that do not see each other; they are
/// chained.
/// </summary>
internal sealed class NameTable
{
    private readonly Dictionary<string, MilValue> _heads = new(StringComparer.Ordinal);
    private Dictionary<string, int>? _suffixes;

    public void Add(MilValue value)
    {
        value.NextOfSameName = _heads.GetValueOrDefault(value.Name);
        _heads[value.Name] = value;
    }

    public void Remove(MilValue value)
    {
        MilValue head = _heads[value.Name];
        if (ReferenceEquals(head, value))
        {
            if (value.NextOfSameName is { } next)
            {
                _heads[value.Name] = next;
            }
            else
            {
                _heads.Remove(value.Name);
            }
        }
        else
        {
            while (!ReferenceEquals(head.NextOfSameName, value))
            {
                head = head.NextOfSameName!;
            }
            head.NextOfSameName = value.NextOfSameName;
        }
        value.NextOfSameName = null;
    }

    public bool Contains(MilValue value)
    {
        MilValue? found = _heads.GetValueOrDefault(value.Name);
        while (found is not null && !ReferenceEquals(found, value))
        {
            found = found.NextOfSameName;
        }
        return found is not null;
    }

    /// <summary>The value of that name which <paramref name="block"/> sees; all of the function's, if it is
    /// <see langword="null"/>.</summary>
    public MilValue? Find(string name, MilBlock? block)
    {
        for (MilValue? value = _heads.GetValueOrDefault(name); value is not null; value = value.NextOfSameName)
        {
            if (block is null || Encloses(value.Block, block))
            {
                return value;
            }
        }
        return null;
    }

    /// <summary>Throws if a value of that name sees <paramref name="block"/> or is seen by it.</summary>
    public void CheckFree(string name, MilBlock? block, string parameter)
    {
        for (MilValue? value = _heads.GetValueOrDefault(name); value is not null; value = value.NextOfSameName)
        {
            if (Encloses(value.Block, block) || Encloses(block, value.Block))
            {
                throw new ArgumentException($"There is a value of the name '{name}' already: {value.Path}.", parameter);
            }
        }
    }

    /// <summary>The name itself if no value of the function has it, otherwise with a number appended.</summary>
    public string MakeUnique(string name)
    {
        if (!_heads.ContainsKey(name))
        {
            return name;
        }
        _suffixes ??= new(StringComparer.Ordinal);
        int suffix = _suffixes.GetValueOrDefault(name);
        string unique;
        do
        {
            unique = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{name}_{++suffix}");
        }
        while (_heads.ContainsKey(unique));
        // The caller may drop the name again: the next search starts at it, not after it.
        _suffixes[name] = suffix - 1;
        return unique;
    }

    // No block stands for the function itself, which encloses all its blocks.
    private static bool Encloses(MilBlock? outer, MilBlock? inner) => outer is null || (inner is not null && inner.IsWithin(outer));
}
