using CoreML.Format;
using Google.Protobuf.Collections;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>One reading of a program: resolves names as it goes, in the order of the operations.</summary>
internal sealed class ProgramReading
{
    private const int MaxDiagnostics = 100;

    private readonly TypeReader _types;
    private readonly ConstantReader _constants;
    private readonly List<Diagnostic> _diagnostics = [];

    // What is visible at this point of the function. A block takes its own names out when it ends.
    private readonly Dictionary<string, MilValue> _visible = new(StringComparer.Ordinal);

    // Of the function that is being read.
    private readonly HashSet<string> _undefined = new(StringComparer.Ordinal);
    private bool _hasDuplicate;

    // All names that a function defines anywhere; made only for messages.
    private (Spec.Function Function, HashSet<string> Names)? _defined;

    public ProgramReading(IWeightFileResolver weights)
    {
        _types = new TypeReader();
        _constants = new ConstantReader(weights, _types);
    }

    public IReadOnlyList<Diagnostic> Diagnostics => _diagnostics;

    private bool IsFull => _diagnostics.Count >= MaxDiagnostics;

    /// <summary>The graph; <see langword="null"/> if there are diagnostics.</summary>
    public MilProgram? Read(Spec.Program message)
    {
        var program = new MilProgram(UnknownFields.Keep(UnknownFields.Of(message)))
        {
            Version = message.Version,
            DocString = message.DocString,
        };
        try
        {
            if (message.Attributes.Count > 0)
            {
                Read(message.Attributes, program.Attributes, null);
            }
            foreach ((string name, Spec.Function function) in message.Functions)
            {
                var read = new MilFunction(program, name, function.Opset, UnknownFields.Keep(UnknownFields.Of(function)));
                program.AddNew(read);
                Read(function, read);
            }
        }
        catch (CoreMLException exception)
        {
            _diagnostics.AddRange(exception.Diagnostics);
        }
        return _diagnostics.Count == 0 ? program : null;
    }

    private void Read(Spec.Function message, MilFunction function)
    {
        _visible.Clear();
        _undefined.Clear();
        _hasDuplicate = false;
        if (message.Attributes.Count > 0)
        {
            Read(message.Attributes, function.Attributes, null);
        }
        foreach (Spec.NamedValueType input in message.Inputs)
        {
            MilValue value = ReadValue(input, function);
            function.AddNew(value);
            Define(value);
        }
        foreach ((string opset, Spec.Block body) in message.BlockSpecializations)
        {
            var block = new MilBlock(function, opset, UnknownFields.Keep(UnknownFields.Of(body)));
            function.AddNew(block);
            Read(body, block, function, message);
        }
    }

    private void Read(Spec.Block message, MilBlock block, MilFunction function, Spec.Function whole)
    {
        if (block.Nesting > MilBlock.MaxNesting)
        {
            throw FormatDiagnostics.NestingTooDeep.Error("A block is nested too deeply.", path: block.Path);
        }
        block.Reserve(message.Inputs.Count, message.Operations.Count, message.Outputs.Count);
        if (message.Attributes.Count > 0)
        {
            Read(message.Attributes, block.Attributes, null);
        }
        foreach (Spec.NamedValueType input in message.Inputs)
        {
            MilValue value = ReadValue(input, block);
            block.AddNew(value);
            Define(value);
        }
        foreach (Spec.Operation operation in message.Operations)
        {
            if (IsFull)
            {
                return;
            }
            Read(operation, block, function, whole);
        }
        for (int i = 0; i < message.Outputs.Count; i++)
        {
            if (_visible.TryGetValue(message.Outputs[i], out MilValue? value))
            {
                block.AddOutput(value);
            }
            else
            {
                ReportUse(message.Outputs[i], $"{block.Path}.outputs[{i}]", whole);
            }
        }
        if (block.Nesting > 0 || whole.BlockSpecializations.Count > 1)
        {
            Leave(block);
        }
    }

    private void Read(Spec.Operation message, MilBlock block, MilFunction function, Spec.Function whole)
    {
        var operation = new MilOperation(block, message.Type, UnknownFields.Keep(UnknownFields.Of(message)));
        operation.Reserve(message.Inputs.Count, message.Outputs.Count, message.Blocks.Count, message.Attributes.Count);
        block.AddNew(operation);
        if (message.Attributes.Count > 0)
        {
            Read(message.Attributes, operation.Attributes, operation);
        }
        if (message.Inputs.Count > 0)
        {
            foreach ((string name, Spec.Argument argument) in message.Inputs)
            {
                var input = new MilInput(operation, name, UnknownFields.Keep(UnknownFields.Of(argument)));
                operation.AddNew(input);
                Read(argument, input, whole);
            }
        }
        foreach (Spec.Block nested in message.Blocks)
        {
            var read = new MilBlock(operation, function, UnknownFields.Keep(UnknownFields.Of(nested)));
            operation.AddNew(read);
            Read(nested, read, function, whole);
        }
        foreach (Spec.NamedValueType output in message.Outputs)
        {
            MilValue value = ReadValue(output, operation);
            operation.AddNew(value);
            Define(value);
        }
    }

    private void Read(Spec.Argument message, MilInput input, Spec.Function whole)
    {
        input.Reserve(message.Arguments.Count);
        foreach (Spec.Argument.Types.Binding binding in message.Arguments)
        {
            object? item = null;
            switch (binding.BindingCase)
            {
                case Spec.Argument.Types.Binding.BindingOneofCase.Name:
                    if (_visible.TryGetValue(binding.Name, out MilValue? value))
                    {
                        item = value;
                    }
                    else
                    {
                        ReportUse(binding.Name, $"{input.Operation.Path}.{input.Name}", whole);
                    }
                    break;
                case Spec.Argument.Types.Binding.BindingOneofCase.Value:
                    item = _constants.Read(binding.Value, input.Operation);
                    break;
            }
            input.Add(new MilArgument(item, UnknownFields.Keep(UnknownFields.Of(binding))));
        }
    }

    private void Read(MapField<string, Spec.Value> messages, MilAttributes attributes, MilOperation? origin)
    {
        attributes.Reserve(messages.Count);
        foreach ((string name, Spec.Value value) in messages)
        {
            attributes.AddNew(name, _constants.Read(value, origin));
        }
    }

    private MilValue ReadValue(Spec.NamedValueType message, object owner) =>
        new(owner, message.Name, _types.Read(message.Type), UnknownFields.Keep(UnknownFields.Of(message)));

    private void Define(MilValue value)
    {
        if (!_visible.TryAdd(value.Name, value) && !IsFull)
        {
            _hasDuplicate = true;
            _diagnostics.Add(MilDiagnostics.DuplicateName.Create(
                $"The name '{value.Name}' is defined although {_visible[value.Name].Path} has it.", path: value.Path));
        }
    }

    private void Leave(MilBlock block)
    {
        foreach (MilOperation operation in block.OperationSpan)
        {
            foreach (MilValue output in operation.OutputSpan)
            {
                Forget(output);
            }
        }
        foreach (MilValue input in block.InputSpan)
        {
            Forget(input);
        }
    }

    // A second definition was reported and must not take the first one's name away.
    private void Forget(MilValue value)
    {
        if (_visible.TryGetValue(value.Name, out MilValue? visible) && ReferenceEquals(visible, value))
        {
            _visible.Remove(value.Name);
        }
    }

    private void ReportUse(string name, string path, Spec.Function whole)
    {
        if (IsFull)
        {
            return;
        }
        if (_defined is not { } known || !ReferenceEquals(known.Function, whole))
        {
            _defined = known = (whole, NamesOf(whole));
        }
        if (known.Names.Contains(name))
        {
            _diagnostics.Add(MilDiagnostics.ValueNotVisible.Create(
                $"The value '{name}' is used before its definition or outside its block.", path: path));
        }
        else if (!_hasDuplicate && _undefined.Add(name))
        {
            // Once for each name. A value that has another's name lacks its own, and that was reported.
            _diagnostics.Add(MilDiagnostics.UndefinedValue.Create($"Nothing defines the value '{name}'.", path: path));
        }
    }

    private static HashSet<string> NamesOf(Spec.Function function)
    {
        var names = new HashSet<string>(function.Inputs.Select(input => input.Name), StringComparer.Ordinal);
        var pending = new Stack<Spec.Block>(function.BlockSpecializations.Values);
        while (pending.TryPop(out Spec.Block? block))
        {
            names.UnionWith(block.Inputs.Select(input => input.Name));
            foreach (Spec.Operation operation in block.Operations)
            {
                names.UnionWith(operation.Outputs.Select(output => output.Name));
                foreach (Spec.Block nested in operation.Blocks)
                {
                    pending.Push(nested);
                }
            }
        }
        return names;
    }
}
