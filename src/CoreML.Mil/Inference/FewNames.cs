using System.Diagnostics.CodeAnalysis;

namespace CoreML.Mil;

/// <summary>Values by name, for the few names that the definition of an operation has: comparing them one by one takes less time and
/// memory than a hash table, and every operation of a program needs such tables while it is checked.</summary>
/// <typeparam name="T">What is kept.</typeparam>
internal struct FewNames<T>
{
    private (string Name, T Value)[]? _entries;
    private int _count;

    public readonly ReadOnlySpan<(string Name, T Value)> Entries => _entries.AsSpan(0, _count);

    public T this[string name]
    {
        readonly get => TryGetValue(name, out T? value) ? value : throw new KeyNotFoundException($"There is no '{name}'.");
        set
        {
            int index = IndexOf(name);
            if (index >= 0)
            {
                _entries![index].Value = value;
                return;
            }
            if (_entries is null || _count == _entries.Length)
            {
                Array.Resize(ref _entries, Math.Max(2, 2 * _count));
            }
            _entries[_count++] = (name, value);
        }
    }

    public readonly bool TryGetValue(string name, [MaybeNullWhen(false)] out T value)
    {
        int index = IndexOf(name);
        value = index >= 0 ? _entries![index].Value : default;
        return index >= 0;
    }

    /// <summary>Adds a value, unless the name has one.</summary>
    public bool TryAdd(string name, T value)
    {
        if (IndexOf(name) >= 0)
        {
            return false;
        }
        this[name] = value;
        return true;
    }

    private readonly int IndexOf(string name)
    {
        for (int i = 0; i < _count; i++)
        {
            if (_entries![i].Name == name)
            {
                return i;
            }
        }
        return -1;
    }
}
