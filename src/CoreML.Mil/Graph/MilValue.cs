namespace CoreML.Mil;

/// <summary>
/// A value of an ML program: an output of an operation, or an input of a block or function. It has one definition and
/// knows all its uses.
/// </summary>
public sealed class MilValue : IMilNamed
{
    private object? _owner;
    private NodeArray<MilUse> _uses;
    private MilType _type;

    internal MilValue(object owner, string name, MilType type, object? unknown = null)
    {
        _owner = owner;
        Name = name;
        _type = type;
        Unknown = unknown;
    }

    /// <summary>The name, which no other value has that is visible where this one is.</summary>
    public string Name { get; private set; }

    /// <summary>The type. A new one is taken as it is: nothing is inferred anew.</summary>
    public MilType Type
    {
        get => _type;
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _type = value;
        }
    }

    /// <summary>The operation that makes the value; <see langword="null"/> for inputs of blocks and functions.</summary>
    public MilOperation? Operation => _owner as MilOperation;

    /// <summary>The block in which the value is defined, and within which it is visible: that of its operation, or the
    /// one it is an input of. <see langword="null"/> for inputs of a function, which all its blocks see.</summary>
    /// <exception cref="InvalidOperationException">The value was removed.</exception>
    public MilBlock? Block => _owner switch
    {
        MilOperation operation => operation.Block,
        MilBlock block => block,
        null => throw new InvalidOperationException($"The input {Name} was removed from its program."),
        _ => null,
    };

    /// <summary>The function the value belongs to.</summary>
    /// <exception cref="InvalidOperationException">The value was removed.</exception>
    public MilFunction Function => _owner as MilFunction ?? Block!.Function;

    /// <summary>Every place that uses the value.</summary>
    public MilList<MilUse> Uses => _uses.List;

    /// <summary>The constant, if the value is made by a <c>const</c> operation; otherwise <see langword="null"/>.</summary>
    public MilConstant? Constant => _owner is MilOperation { Type: "const" } operation ? operation.FindAttribute("val") : null;

    /// <summary>Where the value is, for example <c>main/block[0]/conv_3</c>.</summary>
    public string Path => _owner switch
    {
        MilOperation { IsAttached: true } operation => $"{operation.Block.Path}/{Name}",
        MilBlock block => $"{block.Path}/{Name}",
        MilFunction function => $"{function.Name}/{Name}",
        _ => Name,
    };

    /// <summary>Fields of the message that this version does not know.</summary>
    internal object? Unknown { get; }

    /// <summary>The next value of the same name in the function's <see cref="NameTable"/>.</summary>
    internal MilValue? NextOfSameName { get; set; }

    /// <summary>What defines the value: an operation, block or function; <see langword="null"/> for a removed input.</summary>
    internal object? Owner => _owner;

    internal ReadOnlySpan<MilUse> UseSpan => _uses.Span;

    /// <summary>Gives the value another name.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <exception cref="ArgumentException">The name is empty, or taken by a value that is visible here or sees this one.</exception>
    /// <exception cref="InvalidOperationException">The value was removed.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name == Name)
        {
            return;
        }
        NameTable names = Function.Names;
        names.CheckFree(name, Block, nameof(name));
        names.Remove(this);
        Name = name;
        names.Add(this);
    }

    /// <summary>
    /// Makes every place that uses this value use another. If this one is an output of the function, the output's name
    /// becomes that of the other.
    /// </summary>
    /// <param name="other">The value to use, visible at all these places.</param>
    /// <exception cref="ArgumentException">The other value is not visible, or defined later, at one of them; then nothing
    /// is changed.</exception>
    public void ReplaceUses(MilValue other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(other, this))
        {
            return;
        }
        MilList<MilUse> uses = Uses;
        foreach (MilUse use in uses)
        {
            use.CheckVisible(other);
        }
        foreach (MilUse use in uses)
        {
            use.Replace(other);
        }
    }

    /// <summary>The name and type, for example <c>y: tensor&lt;fp16, [1, 8]&gt;</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name}: {Type}";

    internal void Detach() => _owner = null;

    internal void AddUse(MilUse use) => _uses.Add(use);

    internal void RemoveUse(MilUse use)
    {
        ReadOnlySpan<MilUse> uses = _uses.Span;
        for (int i = 0; i < uses.Length; i++)
        {
            if (uses[i] == use)
            {
                _uses.RemoveAt(i);
                return;
            }
        }
        throw new InvalidOperationException($"The value {Name} does not know its use {use}.");
    }
}
