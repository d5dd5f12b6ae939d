namespace CoreML.Mil;

/// <summary>
/// Operations in an order in which each comes after those whose values it uses, with the inputs and outputs of the
/// whole. A block sees its own values and those of the blocks around it.
/// </summary>
public sealed partial class MilBlock
{
    /// <summary>Most blocks around a block. No file can have as many, and walks over a program may be recursive.</summary>
    internal const int MaxNesting = 100;

    private readonly object _owner;
    private MilFunction? _function;
    private MilAttributes? _attributes;
    private NodeArray<MilValue> _inputs;
    private NodeArray<MilValue> _outputs;
    private NodeArray<MilOperation> _operations;

    // Operations before this position know their position.
    private int _noted;

    internal MilBlock(MilOperation owner, MilFunction function, object? unknown = null)
    {
        _owner = owner;
        _function = function;
        Nesting = owner.Block.Nesting + 1;
        Unknown = unknown;
    }

    internal MilBlock(MilFunction owner, string opset, object? unknown = null)
    {
        _owner = owner;
        _function = owner;
        Opset = opset;
        Unknown = unknown;
    }

    /// <summary>The opset for which a function has this block; <see langword="null"/> for nested blocks.</summary>
    public string? Opset { get; internal set; }

    /// <summary>The function the block is in.</summary>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilFunction Function => _function ?? throw new InvalidOperationException("The block was removed from its program.");

    /// <summary>The operation that a nested block belongs to; <see langword="null"/> for blocks of a function.</summary>
    public MilOperation? Operation => _owner as MilOperation;

    /// <summary>The inputs: the variables of a loop, for example. Blocks of functions have none.</summary>
    public MilNamedList<MilValue> Inputs => new(_inputs.List);

    /// <summary>The outputs, values that are visible at the end of the block. Those of a function's block are the
    /// function's results.</summary>
    public MilNamedList<MilValue> Outputs => new(_outputs.List);

    /// <summary>The operations in order.</summary>
    public MilList<MilOperation> Operations => _operations.List;

    /// <summary>The attributes.</summary>
    public MilAttributes Attributes => _attributes ??= new();

    /// <summary>Where the block is, for example <c>main/block[0]</c>.</summary>
    public string Path => _owner switch
    {
        MilFunction function => $"{function.Name}/block[{PositionAmong(function.BlockSpan)}]",
        MilOperation operation => $"{operation.Path}/block[{PositionAmong(operation.BlockSpan)}]",
        _ => "",
    };

    /// <summary>Fields of the message that this version does not know.</summary>
    internal object? Unknown { get; }

    /// <summary>How many blocks this one lies in.</summary>
    internal int Nesting { get; }

    internal bool IsAttached => _function is not null;

    internal ReadOnlySpan<MilValue> InputSpan => _inputs.Span;

    internal ReadOnlySpan<MilValue> OutputSpan => _outputs.Span;

    internal ReadOnlySpan<MilOperation> OperationSpan => _operations.Span;

    internal int OperationCount => _operations.Count;

    internal int AttributeCount => _attributes?.Count ?? 0;

    /// <summary>The value of the given name that is visible at the end of this block: its own or that of a block around
    /// it.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public MilValue? FindValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Function.Names.Find(name, this);
    }

    /// <summary>The path.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Path;

    /// <summary>Whether this block is the other one or lies in it.</summary>
    internal bool IsWithin(MilBlock other)
    {
        MilBlock? block = this;
        while (block is not null && !ReferenceEquals(block, other))
        {
            block = block.Operation?.Block;
        }
        return block is not null;
    }

    internal int IndexOf(MilOperation operation)
    {
        ReadOnlySpan<MilOperation> operations = _operations.Span;
        int noted = operation.NotedIndex;
        if (noted < _noted && ReferenceEquals(operations[noted], operation))
        {
            return noted;
        }
        for (int i = _noted; i < operations.Length; i++)
        {
            operations[i].NotedIndex = i;
        }
        _noted = operations.Length;
        return operation.NotedIndex;
    }

    private int PositionAmong(ReadOnlySpan<MilBlock> siblings)
    {
        int index = 0;
        while (index < siblings.Length && !ReferenceEquals(siblings[index], this))
        {
            index++;
        }
        return index;
    }
}
