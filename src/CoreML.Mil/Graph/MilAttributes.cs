using System.Collections;

namespace CoreML.Mil;

/// <summary>Named constants of a program, function, block or operation, in the order they were added.</summary>
public sealed class MilAttributes : IEnumerable<KeyValuePair<string, MilConstant>>
{
    private NodeArray<KeyValuePair<string, MilConstant>> _entries;

    internal MilAttributes()
    {
    }

    /// <summary>Number of attributes.</summary>
    public int Count => _entries.Count;

    /// <summary>The attribute of the given name. Setting one that exists keeps its place.</summary>
    /// <param name="name">The name, not empty when set.</param>
    /// <exception cref="KeyNotFoundException">There is none to get.</exception>
    public MilConstant this[string name]
    {
        get => Find(name) ?? throw new KeyNotFoundException($"There is no attribute '{name}'.");
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(name);
            ArgumentNullException.ThrowIfNull(value);
            int index = IndexOf(name);
            if (index < 0)
            {
                _entries.Add(new(name, value));
            }
            else
            {
                _entries.Replace(index, new(name, value));
            }
        }
    }

    /// <summary>Looks for the attribute of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The constant, or <see langword="null"/>.</returns>
    public MilConstant? Find(string name)
    {
        int index = IndexOf(name);
        return index < 0 ? null : _entries.Span[index].Value;
    }

    /// <summary>Removes the attribute of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>Whether there was one.</returns>
    public bool Remove(string name)
    {
        int index = IndexOf(name);
        if (index >= 0)
        {
            _entries.RemoveAt(index);
        }
        return index >= 0;
    }

    /// <summary>Enumerates the attributes as they are now, in order.</summary>
    /// <returns>The enumerator.</returns>
    public MilList<KeyValuePair<string, MilConstant>>.Enumerator GetEnumerator() => _entries.List.GetEnumerator();

    IEnumerator<KeyValuePair<string, MilConstant>> IEnumerable<KeyValuePair<string, MilConstant>>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    internal void Reserve(int count) => _entries.Reserve(count);

    /// <summary>Adds an attribute whose name is known to be new.</summary>
    internal void AddNew(string name, MilConstant value) => _entries.Add(new(name, value));

    private int IndexOf(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<KeyValuePair<string, MilConstant>> entries = _entries.Span;
        for (int i = 0; i < entries.Length; i++)
        {
            if (entries[i].Key == name)
            {
                return i;
            }
        }
        return -1;
    }
}
