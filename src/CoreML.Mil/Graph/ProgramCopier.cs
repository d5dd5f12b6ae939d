namespace CoreML.Mil;

/// <summary>Copies functions. Types, constants and unknown fields are immutable and shared.</summary>
internal sealed class ProgramCopier
{
    private readonly Dictionary<MilValue, MilValue> _values = [];

    public static MilFunction Copy(MilFunction source, MilProgram program, string name)
    {
        var copier = new ProgramCopier();
        var copy = new MilFunction(program, name, source.Opset, source.Unknown);
        foreach (MilValue input in source.InputSpan)
        {
            copy.AddNew(copier.Copy(input, copy));
        }
        foreach (MilBlock block in source.BlockSpan)
        {
            var blockCopy = new MilBlock(copy, block.Opset!, block.Unknown);
            copy.AddNew(blockCopy);
            copier.Copy(block, blockCopy, copy);
        }
        if (source.AttributeCount > 0)
        {
            Copy(source.Attributes, copy.Attributes);
        }
        return copy;
    }

    public static void Copy(MilAttributes source, MilAttributes copy)
    {
        copy.Reserve(source.Count);
        foreach ((string name, MilConstant constant) in source)
        {
            copy.AddNew(name, constant);
        }
    }

    private void Copy(MilBlock source, MilBlock copy, MilFunction function)
    {
        copy.Reserve(source.InputSpan.Length, source.OperationCount, source.OutputSpan.Length);
        foreach (MilValue input in source.InputSpan)
        {
            copy.AddNew(Copy(input, copy));
        }
        foreach (MilOperation operation in source.OperationSpan)
        {
            Copy(operation, copy, function);
        }
        foreach (MilValue output in source.OutputSpan)
        {
            copy.AddOutput(_values[output]);
        }
        if (source.AttributeCount > 0)
        {
            Copy(source.Attributes, copy.Attributes);
        }
    }

    private void Copy(MilOperation source, MilBlock block, MilFunction function)
    {
        var copy = new MilOperation(block, source.Type, source.Unknown);
        block.AddNew(copy);
        copy.Reserve(source.InputSpan.Length, source.OutputSpan.Length, source.BlockSpan.Length, 0);
        if (source.AttributeCount > 0)
        {
            Copy(source.Attributes, copy.Attributes);
        }
        foreach (MilInput input in source.InputSpan)
        {
            var inputCopy = new MilInput(copy, input.Name, input.Unknown);
            inputCopy.Reserve(input.Span.Length);
            foreach (MilArgument argument in input.Span)
            {
                inputCopy.Add(argument.Value is { } value ? new MilArgument(_values[value], argument.Unknown) : argument);
            }
            copy.AddNew(inputCopy);
        }
        foreach (MilBlock nested in source.BlockSpan)
        {
            var nestedCopy = new MilBlock(copy, function, nested.Unknown);
            copy.AddNew(nestedCopy);
            Copy(nested, nestedCopy, function);
        }
        foreach (MilValue output in source.OutputSpan)
        {
            copy.AddNew(Copy(output, copy));
        }
    }

    private MilValue Copy(MilValue source, object owner)
    {
        var copy = new MilValue(owner, source.Name, source.Type, source.Unknown);
        _values.Add(source, copy);
        return copy;
    }
}
