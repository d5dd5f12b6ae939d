using System.Collections;

namespace CoreML.Mil;

/// <summary>
/// A list of parts of an ML program, as it was when it was asked for. Later edits do not change it, so code may edit
/// the program while it enumerates.
/// </summary>
/// <typeparam name="T">The kind of part.</typeparam>
public readonly struct MilList<T> : IReadOnlyList<T>
{
    private readonly T[]? _items;

    internal MilList(T[]? items, int count)
    {
        _items = items;
        Count = count;
    }

    /// <summary>Number of items.</summary>
    public int Count { get; }

    /// <summary>The item at a position.</summary>
    /// <param name="index">Position, below <see cref="Count"/>.</param>
    public T this[int index] => AsSpan()[index];

    /// <summary>The items as a span.</summary>
    /// <returns>The span.</returns>
    public ReadOnlySpan<T> AsSpan() => new(_items, 0, Count);

    /// <summary>Enumerates the items in order.</summary>
    /// <returns>The enumerator.</returns>
    public Enumerator GetEnumerator() => new(_items, Count);

    IEnumerator<T> IEnumerable<T>.GetEnumerator() => GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>Enumerates a <see cref="MilList{T}"/>.</summary>
    public struct Enumerator : IEnumerator<T>
    {
        private readonly T[]? _items;
        private readonly int _count;
        private int _index;

        internal Enumerator(T[]? items, int count)
        {
            _items = items;
            _count = count;
            _index = -1;
        }

        /// <inheritdoc/>
        public readonly T Current => _items![_index];

        readonly object? IEnumerator.Current => Current;

        /// <inheritdoc/>
        public bool MoveNext() => ++_index < _count;

        /// <inheritdoc/>
        public void Reset() => _index = -1;

        /// <inheritdoc/>
        public readonly void Dispose()
        {
        }
    }
}
