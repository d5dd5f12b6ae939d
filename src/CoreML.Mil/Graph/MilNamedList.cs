using System.Collections;

namespace CoreML.Mil;

/// <summary>
/// A <see cref="MilList{T}"/> whose items are also found by name: functions of a program, inputs and outputs of
/// an operation. Searching takes time in proportion to the list's length.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
public readonly struct MilNamedList<T> : IReadOnlyList<T>
    where T : class, IMilNamed
{
    private readonly MilList<T> _list;

    internal MilNamedList(MilList<T> list) => _list = list;

    /// <summary>Number of items.</summary>
    public int Count => _list.Count;

    /// <summary>The item at a position.</summary>
    /// <param name="index">Position, below <see cref="Count"/>.</param>
    public T this[int index] => _list[index];

    /// <summary>The item of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public T this[string name] => Find(name) ?? throw new KeyNotFoundException(
        $"There is no '{name}' here, only: {string.Join(", ", _list.Select(item => item.Name))}.");

    /// <summary>Looks for the item of the given name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The item, or <see langword="null"/>.</returns>
    public T? Find(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        foreach (T item in _list.AsSpan())
        {
            if (item.Name == name)
            {
                return item;
            }
        }
        return null;
    }

    /// <summary>The items as a span.</summary>
    /// <returns>The span.</returns>
    public ReadOnlySpan<T> AsSpan() => _list.AsSpan();

    /// <summary>Enumerates the items in order.</summary>
    /// <returns>The enumerator.</returns>
    public MilList<T>.Enumerator GetEnumerator() => _list.GetEnumerator();

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
