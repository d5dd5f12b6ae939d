namespace CoreML.Mil;

/// <summary>
/// An input given to a new operation: its name and what it is bound to. Made from a tuple,
/// <c>("x", value)</c>, <c>("strides", constant)</c> or <c>("values", [a, b])</c>.
/// </summary>
public readonly struct MilBinding
{
    private readonly MilArgument _argument;
    private readonly MilArgument[]? _arguments;

    /// <summary>Binds an input to one argument.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="argument">A value or constant.</param>
    public MilBinding(string name, MilArgument argument)
    {
        Name = name;
        _argument = argument;
    }

    /// <summary>Binds an input to several arguments.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="arguments">Values and constants.</param>
    public MilBinding(string name, params MilArgument[] arguments)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        Name = name;
        _arguments = arguments;
    }

    /// <summary>The input's name.</summary>
    public string Name { get; }

    internal int Count => _arguments?.Length ?? 1;

    internal MilArgument this[int index] => _arguments is null ? _argument : _arguments[index];

    /// <summary>Binds an input to a value.</summary>
    /// <param name="pair">The input's name and the value.</param>
    public static implicit operator MilBinding((string Name, MilValue Value) pair) => new(pair.Name, pair.Value);

    /// <summary>Binds an input to a constant.</summary>
    /// <param name="pair">The input's name and the constant.</param>
    public static implicit operator MilBinding((string Name, MilConstant Constant) pair) => new(pair.Name, pair.Constant);

    /// <summary>Binds an input to a value or constant.</summary>
    /// <param name="pair">The input's name and the argument.</param>
    public static implicit operator MilBinding((string Name, MilArgument Argument) pair) => new(pair.Name, pair.Argument);

    /// <summary>Binds an input to several values and constants.</summary>
    /// <param name="pair">The input's name and the arguments.</param>
    public static implicit operator MilBinding((string Name, MilArgument[] Arguments) pair) => new(pair.Name, pair.Arguments);
}
