using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Builder;

/// <summary>Chooses the element type of numbers that have none: that of what has to agree with them, else that of the other operands,
/// else single precision or 32 bits.</summary>
internal sealed class OperandTypes
{
    private FewNames<ElementType> _named;
    private ElementType? _first;

    /// <summary>Takes note of an operand whose type is definite.</summary>
    public void Note(OperationParameter input, Operand operand)
    {
        if (operand.ElementType is not { } type)
        {
            return;
        }
        _first ??= type.IsFloat ? type : null;
        if (input.TypeVariable is { } variable)
        {
            _named.TryAdd(variable, type);
        }
    }

    /// <summary>The type of numbers for an input.</summary>
    public ElementType Choose(OperationParameter input, Operand numbers)
    {
        if (input.TypeVariable is not { } variable)
        {
            return Prefer(input, numbers);
        }
        if (!_named.TryGetValue(variable, out ElementType type))
        {
            _named[variable] = type = Prefer(input, numbers);
        }
        return type;
    }

    /// <summary>The type of the default of an input that was left out.</summary>
    public ElementType ChooseDefault(OperationVersion version, OperationParameter input, Operand numbers)
    {
        foreach (OperationTypeVariable variable in version.TypeVariables)
        {
            if (variable.Name == input.TypeVariable && variable.Otherwise is { } otherwise && !_named.TryGetValue(variable.Name, out _))
            {
                return otherwise;
            }
        }
        return Choose(input, numbers);
    }

    private ElementType Prefer(OperationParameter input, Operand numbers)
    {
        ElementType natural = numbers.IsInteger ? ElementType.Int32 : ElementType.Float32;
        if (input.ElementTypes.IsEmpty)
        {
            return natural;
        }
        if (_first is { } first && input.ElementTypes.Contains(first) && !(numbers.IsInteger && input.ElementTypes.Contains(natural)))
        {
            return first;
        }
        return input.ElementTypes.Contains(natural) ? natural : input.ElementTypes[0];
    }
}
