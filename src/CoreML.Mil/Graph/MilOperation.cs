namespace CoreML.Mil;

/// <summary>
/// An operation: a type, named inputs, outputs, attributes, and for control flow nested blocks. It belongs to a block
/// from the moment it is made until it is removed.
/// </summary>
public sealed partial class MilOperation : IMilNamed
{
    private MilBlock? _block;
    private MilAttributes? _attributes;
    private NodeArray<MilInput> _inputs;
    private NodeArray<MilValue> _outputs;
    private NodeArray<MilBlock> _blocks;

    internal MilOperation(MilBlock block, string type, object? unknown = null)
    {
        _block = block;
        Type = type;
        Unknown = unknown;
    }

    /// <summary>What the operation does, by the specification's name, for example <c>conv</c>.</summary>
    public string Type { get; }

    /// <summary>The name, kept in the attribute <c>name</c>; empty if there is none. By convention it is that of the
    /// first output, but nothing depends on it and it need not be unique.</summary>
    public string Name
    {
        get => FindAttribute("name") is TensorConstant constant && constant.TryGetString(out string? name) ? name : "";
        set => Attributes["name"] = TensorConstant.Scalar(value);
    }

    /// <summary>The block the operation belongs to.</summary>
    /// <exception cref="InvalidOperationException">The operation was removed.</exception>
    public MilBlock Block => _block is { IsAttached: true } block
        ? block
        : throw new InvalidOperationException($"The operation {Label} was removed from its program.");

    /// <summary>The position among the operations of its block.</summary>
    /// <exception cref="InvalidOperationException">The operation was removed.</exception>
    public int Index => Block.IndexOf(this);

    /// <summary>The inputs in the order they were bound.</summary>
    public MilNamedList<MilInput> Inputs => new(_inputs.List);

    /// <summary>The values that the operation makes.</summary>
    public MilNamedList<MilValue> Outputs => new(_outputs.List);

    /// <summary>The value made by an operation that makes one.</summary>
    /// <exception cref="InvalidOperationException">It makes none or several.</exception>
    public MilValue Output => _outputs.Count == 1
        ? _outputs.Span[0]
        : throw new InvalidOperationException($"The operation {Path} has {_outputs.Count} outputs, not one.");

    /// <summary>The nested blocks: of a <c>cond</c> those for true and false, of a <c>while_loop</c> condition and body.</summary>
    public MilList<MilBlock> Blocks => _blocks.List;

    /// <summary>The attributes: <c>name</c>, the <c>val</c> of a <c>const</c>, parameters of the oldest <c>constexpr</c>
    /// operations.</summary>
    public MilAttributes Attributes => _attributes ??= new();

    /// <summary>Where the operation is, for example <c>main/block[0]/conv_3</c>.</summary>
    public string Path => IsAttached ? $"{_block!.Path}/{Label}" : Label;

    /// <summary>Fields of the message that this version does not know.</summary>
    internal object? Unknown { get; }

    internal bool IsAttached => _block is { IsAttached: true };

    /// <summary>Position that <see cref="MilBlock.IndexOf"/> noted last; not to be relied on by others.</summary>
    internal int NotedIndex { get; set; }

    internal ReadOnlySpan<MilInput> InputSpan => _inputs.Span;

    internal ReadOnlySpan<MilValue> OutputSpan => _outputs.Span;

    internal ReadOnlySpan<MilBlock> BlockSpan => _blocks.Span;

    internal int AttributeCount => _attributes?.Count ?? 0;

    // What to call the operation where it may have no name.
    private string Label => Name is { Length: > 0 } name ? name : _outputs.Count > 0 ? _outputs.Span[0].Name : Type;

    /// <summary>The type and outputs, for example <c>conv → y: tensor&lt;fp16, [1, 8]&gt;</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Type} → {string.Join(", ", Outputs)}";

    /// <summary>Looks for an attribute without making the collection.</summary>
    internal MilConstant? FindAttribute(string name) => _attributes?.Find(name);
}
