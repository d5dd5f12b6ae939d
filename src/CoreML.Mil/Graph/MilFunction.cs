namespace CoreML.Mil;

/// <summary>A function of an ML program: inputs, and a block of operations for its opset.</summary>
public sealed class MilFunction : IMilNamed
{
    private MilProgram? _program;
    private MilAttributes? _attributes;
    private NameTable? _names;
    private NodeArray<MilValue> _inputs;
    private NodeArray<MilBlock> _blocks;
    private string _opset;

    internal MilFunction(MilProgram program, string name, string opset, object? unknown = null)
    {
        _program = program;
        Name = name;
        _opset = opset;
        Unknown = unknown;
    }

    /// <summary>The program the function belongs to.</summary>
    /// <exception cref="InvalidOperationException">The function was removed.</exception>
    public MilProgram Program => _program ?? throw new InvalidOperationException($"The function {Name} was removed from its program.");

    /// <summary>The name, unique in the program: <c>main</c> where there is one function.</summary>
    public string Name { get; private set; }

    /// <summary>The set of operation versions the function is written for, for example <c>CoreML8</c>. A new one is given
    /// to the <see cref="Body"/> too.</summary>
    /// <exception cref="ArgumentException">The new opset is empty, or the function has another block for it.</exception>
    public string Opset
    {
        get => _opset;
        set
        {
            ArgumentException.ThrowIfNullOrEmpty(value);
            if (value == _opset)
            {
                return;
            }
            if (FindBlock(value) is not null)
            {
                throw new ArgumentException($"The function {Name} has a block for the opset {value} already.", nameof(value));
            }
            if (FindBlock(_opset) is { } body)
            {
                body.Opset = value;
            }
            _opset = value;
        }
    }

    /// <summary>The inputs, visible in all blocks of the function.</summary>
    public MilNamedList<MilValue> Inputs => new(_inputs.List);

    /// <summary>The block for the function's <see cref="Opset"/>, the one that runs.</summary>
    /// <exception cref="CoreML.Format.CoreMLException">The function has none (CML4004).</exception>
    public MilBlock Body => FindBlock(_opset) ?? throw MilDiagnostics.FunctionWithoutBody.Error(
        $"The function {Name} has no block for its opset {_opset}.", path: Name);

    /// <summary>All blocks: the <see cref="Body"/> and those for other opsets, which files hardly ever have.</summary>
    public MilList<MilBlock> Blocks => _blocks.List;

    /// <summary>The attributes.</summary>
    public MilAttributes Attributes => _attributes ??= new();

    /// <summary>Fields of the message that this version does not know.</summary>
    internal object? Unknown { get; }

    internal ReadOnlySpan<MilValue> InputSpan => _inputs.Span;

    internal ReadOnlySpan<MilBlock> BlockSpan => _blocks.Span;

    internal int AttributeCount => _attributes?.Count ?? 0;

    /// <summary>All values by name. Made when first needed, so that reading a program does not pay for it.</summary>
    internal NameTable Names => _names ?? Interlocked.CompareExchange(ref _names, FillNames(), null) ?? _names;

    internal bool HasNames => _names is not null;

    /// <summary>The block for an opset.</summary>
    /// <param name="opset">The opset, for example <c>CoreML8</c>.</param>
    /// <returns>The block, or <see langword="null"/>.</returns>
    public MilBlock? FindBlock(string opset)
    {
        ArgumentNullException.ThrowIfNull(opset);
        foreach (MilBlock block in _blocks.Span)
        {
            if (block.Opset == opset)
            {
                return block;
            }
        }
        return null;
    }

    /// <summary>Looks in all blocks for a value. Where blocks that do not see each other have values of that name, it is
    /// one of them.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The value, or <see langword="null"/>.</returns>
    public MilValue? FindValue(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return Names.Find(name, null);
    }

    /// <summary>A name that no value of the function has.</summary>
    /// <param name="name">The name wanted.</param>
    /// <returns>The name wanted if it is free, otherwise the same with <c>_1</c>, <c>_2</c>, … appended.</returns>
    public string MakeUniqueName(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return Names.MakeUnique(name);
    }

    /// <summary>Adds an input, after those there are.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <returns>The value that stands for it.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public MilValue AddInput(string name, MilType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        Names.CheckFree(name, null, nameof(name));
        var value = new MilValue(this, name, type);
        _inputs.Add(value);
        Names.Add(value);
        return value;
    }

    /// <summary>Removes an input.</summary>
    /// <param name="input">An input of this function.</param>
    /// <exception cref="ArgumentException">The value is no input of this function.</exception>
    /// <exception cref="InvalidOperationException">The input is used.</exception>
    public void RemoveInput(MilValue input) => MilBlock.RemoveInput(ref _inputs, input, Names);

    /// <summary>Gives the function another name.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The function was removed.</exception>
    public void Rename(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (name != Name)
        {
            Program.CheckFree(name);
            Name = name;
        }
    }

    /// <summary>Adds an empty block for an opset, after those there are.</summary>
    /// <param name="opset">The opset, for example <c>CoreML8</c>.</param>
    /// <returns>The block.</returns>
    /// <exception cref="ArgumentException">The opset is empty, or the function has a block for it.</exception>
    public MilBlock AddBlock(string opset)
    {
        ArgumentException.ThrowIfNullOrEmpty(opset);
        if (FindBlock(opset) is not null)
        {
            throw new ArgumentException($"The function {Name} has a block for the opset {opset} already.", nameof(opset));
        }
        var block = new MilBlock(this, opset);
        _blocks.Add(block);
        return block;
    }

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;

    internal void Detach() => _program = null;

    /// <summary>Adds an input whose name is known to be new.</summary>
    internal void AddNew(MilValue input) => _inputs.Add(input);

    internal void AddNew(MilBlock block) => _blocks.Add(block);

    private NameTable FillNames()
    {
        var names = new NameTable();
        foreach (MilValue input in _inputs.Span)
        {
            names.Add(input);
        }
        foreach (MilBlock block in _blocks.Span)
        {
            Fill(block);
        }
        return names;

        void Fill(MilBlock block)
        {
            foreach (MilValue input in block.InputSpan)
            {
                names.Add(input);
            }
            foreach (MilOperation operation in block.OperationSpan)
            {
                foreach (MilBlock nested in operation.BlockSpan)
                {
                    Fill(nested);
                }
                foreach (MilValue output in operation.OutputSpan)
                {
                    names.Add(output);
                }
            }
        }
    }
}
