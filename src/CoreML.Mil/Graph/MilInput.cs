namespace CoreML.Mil;

/// <summary>
/// An input of an operation and what it is bound to. Change it through the operation
/// (<see cref="MilOperation.SetInput(string, ReadOnlySpan{MilArgument})"/>).
/// </summary>
public sealed class MilInput : IMilNamed
{
    private NodeArray<MilArgument> _arguments;

    internal MilInput(MilOperation operation, string name, object? unknown = null)
    {
        Operation = operation;
        Name = name;
        Unknown = unknown;
    }

    /// <summary>The input's name, for example <c>x</c>.</summary>
    public string Name { get; }

    /// <summary>The operation it belongs to.</summary>
    public MilOperation Operation { get; }

    /// <summary>Everything the input is bound to: one argument for most, several for inputs such as the <c>values</c>
    /// of <c>concat</c>.</summary>
    public MilList<MilArgument> Arguments => _arguments.List;

    /// <summary>The argument of an input that has one.</summary>
    /// <exception cref="InvalidOperationException">The input is bound to none or to several.</exception>
    public MilArgument Argument => _arguments.Count == 1
        ? _arguments.Span[0]
        : throw new InvalidOperationException($"The input '{Name}' of {Operation.Path} has {_arguments.Count} arguments, not one.");

    /// <summary>The value an input with one argument refers to; otherwise <see langword="null"/>.</summary>
    public MilValue? Value => _arguments.Count == 1 ? _arguments.Span[0].Value : null;

    /// <summary>The constant that an input with one argument is known to be, in place or made by a <c>const</c>
    /// operation; otherwise <see langword="null"/>.</summary>
    public MilConstant? Constant => _arguments.Count == 1 ? _arguments.Span[0].Constant : null;

    /// <summary>Fields of the argument message that this version does not know.</summary>
    internal object? Unknown { get; }

    internal ReadOnlySpan<MilArgument> Span => _arguments.Span;

    /// <summary>The name and what is bound to it.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}={string.Join(", ", Arguments)}";

    internal void Reserve(int count) => _arguments.Reserve(count);

    internal void Add(MilArgument argument)
    {
        argument.Value?.AddUse(new MilUse(this, _arguments.Count));
        _arguments.Add(argument);
    }

    internal void Replace(int index, MilValue value)
    {
        if (index >= _arguments.Count || _arguments.Span[index].Value is not { } old)
        {
            throw new InvalidOperationException($"The input '{Name}' no longer uses a value there.");
        }
        Operation.Block.CheckVisible(value, Operation.Index);
        var use = new MilUse(this, index);
        old.RemoveUse(use);
        value.AddUse(use);
        _arguments.Replace(index, new MilArgument(value, _arguments.Span[index].Unknown));
    }

    internal void Clear()
    {
        for (int i = 0; i < _arguments.Count; i++)
        {
            _arguments.Span[i].Value?.RemoveUse(new MilUse(this, i));
        }
        _arguments.Clear();
    }
}
