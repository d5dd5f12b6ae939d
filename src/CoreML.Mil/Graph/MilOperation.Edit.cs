namespace CoreML.Mil;

public sealed partial class MilOperation
{
    /// <summary>Binds an input, in place of what it was bound to before. A new input comes last.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="arguments">One value or constant, or several for inputs that take several.</param>
    /// <exception cref="ArgumentException">The name is empty, an argument is empty, or a value is not visible here or is
    /// defined later.</exception>
    /// <exception cref="InvalidOperationException">The operation was removed.</exception>
    public void SetInput(string name, params ReadOnlySpan<MilArgument> arguments)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        MilBlock block = Block;
        int index = Index;
        foreach (MilArgument argument in arguments)
        {
            block.CheckArgument(argument, index, nameof(arguments));
        }

        MilInput? input = Inputs.Find(name);
        if (input is null)
        {
            input = new MilInput(this, name);
            _inputs.Add(input);
        }
        input.Clear();
        input.Reserve(arguments.Length);
        foreach (MilArgument argument in arguments)
        {
            input.Add(argument);
        }
    }

    /// <summary>Removes an input.</summary>
    /// <param name="name">The input's name.</param>
    /// <returns>Whether there was one of that name.</returns>
    /// <exception cref="InvalidOperationException">The operation was removed.</exception>
    public bool RemoveInput(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        _ = Block;
        for (int i = 0; i < _inputs.Count; i++)
        {
            if (_inputs.Span[i].Name == name)
            {
                _inputs.Span[i].Clear();
                _inputs.RemoveAt(i);
                return true;
            }
        }
        return false;
    }

    /// <summary>Adds an output, after those there are.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <returns>The new value.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The operation was removed.</exception>
    public MilValue AddOutput(string name, MilType type)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(type);
        MilBlock block = Block;
        NameTable names = block.Function.Names;
        names.CheckFree(name, block, nameof(name));
        var value = new MilValue(this, name, type);
        _outputs.Add(value);
        names.Add(value);
        return value;
    }

    /// <summary>Adds a nested block, after those there are.</summary>
    /// <param name="inputs">Names and types of the block's inputs.</param>
    /// <returns>The new block, without operations and outputs.</returns>
    /// <exception cref="ArgumentException">A name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The operation was removed, or lies in 100 blocks already.</exception>
    public MilBlock AddBlock(params ReadOnlySpan<NamedType> inputs)
    {
        if (Block.Nesting >= MilBlock.MaxNesting)
        {
            throw new InvalidOperationException($"{Path} cannot have blocks: it lies in {MilBlock.MaxNesting} blocks already.");
        }
        var block = new MilBlock(this, Block.Function);
        block.CheckNewNames(inputs, nameof(inputs));
        _blocks.Add(block);
        foreach (NamedType input in inputs)
        {
            block.AddInput(input.Name, input.Type);
        }
        return block;
    }

    /// <summary>Removes the operation, its outputs and nested blocks from the program.</summary>
    /// <exception cref="InvalidOperationException">One of its outputs is used, or it was removed before.</exception>
    public void Remove()
    {
        MilBlock block = Block;
        foreach (MilValue output in _outputs.Span)
        {
            if (output.UseSpan.Length > 0)
            {
                throw new InvalidOperationException(
                    $"The operation {Path} cannot be removed: its output {output.Name} is used by {output.UseSpan[0]}.");
            }
        }
        DropLinks(block.Function.Names);
        block.RemoveAt(Index);
        _block = null;
    }

    /// <summary>Takes names and uses of this operation and everything in it out of the graph.</summary>
    internal void DropLinks(NameTable names)
    {
        foreach (MilInput input in _inputs.Span)
        {
            input.Clear();
        }
        foreach (MilBlock nested in _blocks.Span)
        {
            nested.DropLinks(names);
        }
        foreach (MilValue output in _outputs.Span)
        {
            names.Remove(output);
        }
    }

    internal void Reserve(int inputs, int outputs, int blocks, int attributes)
    {
        _inputs.Reserve(inputs);
        _outputs.Reserve(outputs);
        _blocks.Reserve(blocks);
        if (attributes > 0)
        {
            Attributes.Reserve(attributes);
        }
    }

    /// <summary>Adds an input whose name is known to be new.</summary>
    internal void AddNew(MilInput input) => _inputs.Add(input);

    /// <summary>Adds an output whose name is known to be new; the caller enters it in the name table.</summary>
    internal void AddNew(MilValue output) => _outputs.Add(output);

    internal void AddNew(MilBlock block) => _blocks.Add(block);
}
