namespace CoreML.Mil;

/// <summary>What an input of an operation is bound to: a value of the program, or a constant that is written in place.</summary>
public readonly struct MilArgument
{
    private readonly object? _item;

    /// <summary>Refers to a value.</summary>
    /// <param name="value">The value.</param>
    public MilArgument(MilValue value)
    {
        ArgumentNullException.ThrowIfNull(value);
        _item = value;
    }

    /// <summary>Holds a constant in place.</summary>
    /// <param name="immediate">The constant.</param>
    public MilArgument(MilConstant immediate)
    {
        ArgumentNullException.ThrowIfNull(immediate);
        _item = immediate;
    }

    internal MilArgument(object? item, object? unknown)
    {
        _item = item;
        Unknown = unknown;
    }

    /// <summary>The value referred to; <see langword="null"/> if this holds a constant.</summary>
    public MilValue? Value => _item as MilValue;

    /// <summary>The constant in place; <see langword="null"/> if this refers to a value.</summary>
    public MilConstant? Immediate => _item as MilConstant;

    /// <summary>The constant that this is known to be: the one in place, or that of the <c>const</c> operation which
    /// makes the value; otherwise <see langword="null"/>.</summary>
    public MilConstant? Constant => _item as MilConstant ?? Value?.Constant;

    /// <summary>The type of the value or constant; <see langword="null"/> if this is empty.</summary>
    public MilType? Type => Immediate?.Type ?? Value?.Type;

    /// <summary>Whether this is neither a value nor a constant, as a file may have it.</summary>
    public bool IsEmpty => _item is null;

    /// <summary>Fields of the binding that this version does not know.</summary>
    internal object? Unknown { get; }

    /// <summary>Refers to a value.</summary>
    /// <param name="value">The value.</param>
    public static implicit operator MilArgument(MilValue value) => new(value);

    /// <summary>Holds a constant in place.</summary>
    /// <param name="immediate">The constant.</param>
    public static implicit operator MilArgument(MilConstant immediate) => new(immediate);

    /// <summary>Holds a truth value in place.</summary>
    /// <param name="immediate">The value.</param>
    public static implicit operator MilArgument(bool immediate) => new((MilConstant)immediate);

    /// <summary>Holds a scalar of type int32 in place.</summary>
    /// <param name="immediate">The value.</param>
    public static implicit operator MilArgument(int immediate) => new((MilConstant)immediate);

    /// <summary>Holds a scalar of type fp16 in place.</summary>
    /// <param name="immediate">The value.</param>
    public static implicit operator MilArgument(Half immediate) => new((MilConstant)immediate);

    /// <summary>Holds a scalar of type fp32 in place.</summary>
    /// <param name="immediate">The value.</param>
    public static implicit operator MilArgument(float immediate) => new((MilConstant)immediate);

    /// <summary>Holds a text in place.</summary>
    /// <param name="immediate">The value.</param>
    public static implicit operator MilArgument(string immediate) => new((MilConstant)immediate);

    /// <summary>The value's name, or the constant's type.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Value?.Name ?? Immediate?.ToString() ?? "none";
}
