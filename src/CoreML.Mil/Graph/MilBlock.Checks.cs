namespace CoreML.Mil;

// What edits check before they change anything.
public sealed partial class MilBlock
{
    /// <summary>Throws unless <paramref name="value"/> can be used in this block at a position among its operations.</summary>
    internal void CheckVisible(MilValue value, int position, string parameter = "value")
    {
        MilBlock block = this;
        while (!ReferenceEquals(value.Owner, Function) && !ReferenceEquals(value.Block, block))
        {
            if (block.Operation is not { } operation)
            {
                throw new ArgumentException($"The value {value.Path} is not visible in {Path}.", parameter);
            }
            block = operation.Block;
            position = block.IndexOf(operation);
        }
        if (value.Operation is { } definition && block.IndexOf(definition) >= position)
        {
            throw new ArgumentException($"The value {value.Path} is defined only after its use.", parameter);
        }
    }

    internal void CheckArgument(MilArgument argument, int position, string parameter)
    {
        if (argument.Value is { } value)
        {
            CheckVisible(value, position, parameter);
        }
        else if (argument.IsEmpty)
        {
            throw new ArgumentException("An argument is a value or a constant; this one is empty.", parameter);
        }
    }

    /// <summary>Throws unless these names and types can be given to new values of this block.</summary>
    internal void CheckNewNames(ReadOnlySpan<NamedType> values, string parameter)
    {
        NameTable names = Function.Names;
        for (int i = 0; i < values.Length; i++)
        {
            string name = values[i].Name;
            ArgumentException.ThrowIfNullOrEmpty(name, parameter);
            ArgumentNullException.ThrowIfNull(values[i].Type, parameter);
            names.CheckFree(name, this, parameter);
            for (int j = 0; j < i; j++)
            {
                if (values[j].Name == name)
                {
                    throw new ArgumentException($"The name '{name}' is given twice.", parameter);
                }
            }
        }
    }

    private void CheckInputs(ReadOnlySpan<MilBinding> inputs, int index)
    {
        for (int i = 0; i < inputs.Length; i++)
        {
            ArgumentException.ThrowIfNullOrEmpty(inputs[i].Name, nameof(inputs));
            for (int j = 0; j < i; j++)
            {
                if (inputs[j].Name == inputs[i].Name)
                {
                    throw new ArgumentException($"The input '{inputs[i].Name}' is given twice.", nameof(inputs));
                }
            }
            for (int j = 0; j < inputs[i].Count; j++)
            {
                CheckArgument(inputs[i][j], index, nameof(inputs));
            }
        }
    }
}
