namespace CoreML.Mil;

public sealed partial class MilBlock
{
    /// <summary>Adds an operation at the end.</summary>
    /// <param name="type">What it does, by the specification's name, for example <c>relu</c>.</param>
    /// <param name="inputs">Its inputs: <c>[("x", x), ("alpha", alpha)]</c>.</param>
    /// <param name="outputs">Names and types of its outputs: <c>[("y", type)]</c>.</param>
    /// <param name="name">Its name; that of the first output by default.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ArgumentException">A name is empty, taken or twice there, or a value is not visible here.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilOperation Append(string type, ReadOnlySpan<MilBinding> inputs, ReadOnlySpan<NamedType> outputs, string? name = null) =>
        Insert(_operations.Count, type, inputs, outputs, name);

    /// <summary>Adds an operation before another.</summary>
    /// <param name="next">The operation of this block that will come next.</param>
    /// <param name="type">What it does, by the specification's name, for example <c>relu</c>.</param>
    /// <param name="inputs">Its inputs: <c>[("x", x), ("alpha", alpha)]</c>.</param>
    /// <param name="outputs">Names and types of its outputs: <c>[("y", type)]</c>.</param>
    /// <param name="name">Its name; that of the first output by default.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ArgumentException">A name is empty, taken or twice there, a value is not visible here or is defined
    /// later, or <paramref name="next"/> is not in this block.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilOperation InsertBefore(
        MilOperation next, string type, ReadOnlySpan<MilBinding> inputs, ReadOnlySpan<NamedType> outputs, string? name = null) =>
        Insert(PositionOf(next, nameof(next)), type, inputs, outputs, name);

    /// <summary>Adds an operation after another.</summary>
    /// <param name="previous">The operation of this block that will come just before.</param>
    /// <param name="type">What it does, by the specification's name, for example <c>relu</c>.</param>
    /// <param name="inputs">Its inputs: <c>[("x", x), ("alpha", alpha)]</c>.</param>
    /// <param name="outputs">Names and types of its outputs: <c>[("y", type)]</c>.</param>
    /// <param name="name">Its name; that of the first output by default.</param>
    /// <returns>The operation.</returns>
    /// <exception cref="ArgumentException">A name is empty, taken or twice there, a value is not visible here or is defined
    /// later, or <paramref name="previous"/> is not in this block.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilOperation InsertAfter(
        MilOperation previous, string type, ReadOnlySpan<MilBinding> inputs, ReadOnlySpan<NamedType> outputs, string? name = null) =>
        Insert(PositionOf(previous, nameof(previous)) + 1, type, inputs, outputs, name);

    /// <summary>Adds a <c>const</c> operation at the end.</summary>
    /// <param name="name">Name of the operation and of its value.</param>
    /// <param name="value">The constant.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilValue AppendConst(string name, MilConstant value) => InsertConst(_operations.Count, name, value);

    /// <summary>Adds a <c>const</c> operation before another operation.</summary>
    /// <param name="next">The operation of this block that will come next.</param>
    /// <param name="name">Name of the operation and of its value.</param>
    /// <param name="value">The constant.</param>
    /// <returns>The value.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken, or <paramref name="next"/> is not in this block.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public MilValue InsertConstBefore(MilOperation next, string name, MilConstant value) =>
        InsertConst(PositionOf(next, nameof(next)), name, value);

    /// <summary>Adds an input to a nested block, after those there are.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <returns>The value that stands for it.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The block was removed, or is a function's own block: add the input to the
    /// function.</exception>
    public MilValue AddInput(string name, MilType type)
    {
        if (Operation is null)
        {
            throw new InvalidOperationException($"{Path} is a function's own block: inputs are added to the function.");
        }
        CheckNewNames([new(name, type)], nameof(name));
        var value = new MilValue(this, name, type);
        _inputs.Add(value);
        Function.Names.Add(value);
        return value;
    }

    /// <summary>Removes an input.</summary>
    /// <param name="input">An input of this block.</param>
    /// <exception cref="ArgumentException">The value is no input of this block.</exception>
    /// <exception cref="InvalidOperationException">The input is used, or the block was removed.</exception>
    public void RemoveInput(MilValue input) => RemoveInput(ref _inputs, input, Function.Names);

    /// <summary>Says what the block returns.</summary>
    /// <param name="outputs">The outputs in order, values visible at the end of the block; the same may come twice.</param>
    /// <exception cref="ArgumentException">A value is not visible here.</exception>
    /// <exception cref="InvalidOperationException">The block was removed.</exception>
    public void SetOutputs(params ReadOnlySpan<MilValue> outputs)
    {
        foreach (MilValue output in outputs)
        {
            ArgumentNullException.ThrowIfNull(output, nameof(outputs));
            CheckVisible(output, _operations.Count);
        }
        DropOutputs();
        _outputs.Reserve(outputs.Length);
        foreach (MilValue output in outputs)
        {
            AddOutput(output);
        }
    }

    internal static void RemoveInput(ref NodeArray<MilValue> inputs, MilValue input, NameTable names)
    {
        ArgumentNullException.ThrowIfNull(input);
        int index = inputs.Span.IndexOf(input);
        if (index < 0)
        {
            throw new ArgumentException($"The value {input.Path} is not one of the inputs.", nameof(input));
        }
        if (input.UseSpan.Length > 0)
        {
            throw new InvalidOperationException($"The input {input.Path} cannot be removed: it is used by {input.UseSpan[0]}.");
        }
        inputs.RemoveAt(index);
        names.Remove(input);
        input.Detach();
    }

    internal void ReplaceOutput(int index, MilValue value)
    {
        CheckVisible(value, _operations.Count);
        if (index >= _outputs.Count)
        {
            throw new InvalidOperationException($"{Path} no longer has an output {index}.");
        }
        var use = new MilUse(this, index);
        _outputs.Span[index].RemoveUse(use);
        value.AddUse(use);
        _outputs.Replace(index, value);
    }

    internal void RemoveAt(int index)
    {
        _operations.RemoveAt(index);
        _noted = Math.Min(_noted, index);
    }

    /// <summary>Takes names and uses of everything in this block out of the graph, and the block itself.</summary>
    internal void DropLinks(NameTable names)
    {
        DropOutputs();
        foreach (MilOperation operation in _operations.Span)
        {
            operation.DropLinks(names);
        }
        foreach (MilValue input in _inputs.Span)
        {
            names.Remove(input);
        }
        _function = null;
    }

    internal void Reserve(int inputs, int operations, int outputs)
    {
        _inputs.Reserve(inputs);
        _operations.Reserve(operations);
        _outputs.Reserve(outputs);
    }

    internal void AddOutput(MilValue output)
    {
        output.AddUse(new MilUse(this, _outputs.Count));
        _outputs.Add(output);
    }

    /// <summary>Adds an input whose name is known to be new; the caller enters it in the name table.</summary>
    internal void AddNew(MilValue input) => _inputs.Add(input);

    /// <summary>Adds an operation that was made for this block and is known to fit.</summary>
    internal void AddNew(MilOperation operation) => _operations.Add(operation);

    private void DropOutputs()
    {
        for (int i = 0; i < _outputs.Count; i++)
        {
            _outputs.Span[i].RemoveUse(new MilUse(this, i));
        }
        _outputs.Clear();
    }

    private int PositionOf(MilOperation operation, string parameter)
    {
        ArgumentNullException.ThrowIfNull(operation, parameter);
        return ReferenceEquals(operation.Block, this)
            ? IndexOf(operation)
            : throw new ArgumentException($"The operation {operation.Path} is not in {Path}.", parameter);
    }

    private MilValue InsertConst(int index, string name, MilConstant value)
    {
        ArgumentNullException.ThrowIfNull(value);
        MilOperation operation = Insert(index, "const", [], [(name, value.Type)], null, 2);
        operation.Attributes["val"] = value;
        return operation.Output;
    }

    private MilOperation Insert(
        int index, string type, ReadOnlySpan<MilBinding> inputs, ReadOnlySpan<NamedType> outputs, string? name, int attributes = 1)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        NameTable names = Function.Names;
        CheckNewNames(outputs, nameof(outputs));
        CheckInputs(inputs, index);

        var operation = new MilOperation(this, type);
        operation.Reserve(inputs.Length, outputs.Length, 0, attributes);
        if (name is not null || outputs.Length > 0)
        {
            operation.Name = name ?? outputs[0].Name;
        }
        foreach (ref readonly MilBinding binding in inputs)
        {
            var input = new MilInput(operation, binding.Name);
            input.Reserve(binding.Count);
            for (int i = 0; i < binding.Count; i++)
            {
                input.Add(binding[i]);
            }
            operation.AddNew(input);
        }
        foreach (NamedType output in outputs)
        {
            var value = new MilValue(operation, output.Name, output.Type);
            operation.AddNew(value);
            names.Add(value);
        }
        _operations.Insert(index, operation);
        operation.NotedIndex = index;
        _noted = _noted >= index ? index + 1 : _noted;
        return operation;
    }
}
