namespace CoreML.Mil;

/// <summary>
/// The storage behind <see cref="MilList{T}"/>: an array that is copied before a change which a list handed out
/// earlier could see. Adding at the end never is one, because a list looks no further than its own count.
/// </summary>
/// <typeparam name="T">The kind of item.</typeparam>
internal struct NodeArray<T>
{
    private T[]? _items;
    private int _count;
    private bool _shared;

    public readonly int Count => _count;

    public readonly ReadOnlySpan<T> Span => new(_items, 0, _count);

    /// <summary>The items as they are now, safe from later changes.</summary>
    public MilList<T> List
    {
        get
        {
            _shared = true;
            return new(_items, _count);
        }
    }

    /// <summary>Makes room, so that so many items fit without another allocation.</summary>
    public void Reserve(int capacity)
    {
        if (capacity > (_items?.Length ?? 0))
        {
            Move(capacity);
        }
    }

    public void Add(T item)
    {
        if (_count == (_items?.Length ?? 0))
        {
            Move(Math.Max(_count * 2, 1));
        }
        _items![_count++] = item;
    }

    public void Insert(int index, T item)
    {
        if (index == _count)
        {
            Add(item);
            return;
        }
        if (_shared || _count == _items!.Length)
        {
            Move(_count * 2);
        }
        Array.Copy(_items!, index, _items!, index + 1, _count - index);
        _items![index] = item;
        _count++;
    }

    public void RemoveAt(int index)
    {
        BeforeChange();
        _count--;
        Array.Copy(_items!, index + 1, _items!, index, _count - index);
        _items![_count] = default!;
    }

    public void Replace(int index, T item)
    {
        BeforeChange();
        _items![index] = item;
    }

    public void Clear() => this = default;

    private void BeforeChange()
    {
        if (_shared)
        {
            Move(_items!.Length);
        }
    }

    private void Move(int capacity)
    {
        var items = new T[capacity];
        Span.CopyTo(items);
        _items = items;
        _shared = false;
    }
}
