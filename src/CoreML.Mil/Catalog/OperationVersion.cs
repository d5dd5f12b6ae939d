using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>An operation as one opset and those after it have it.</summary>
public sealed class OperationVersion
{
    internal OperationVersion(OperationDefinition operation, Opset opset)
    {
        Operation = operation;
        Opset = opset;
        var aliases = operation.Types.Where(type => type.Alias is not null && type.Span.Contains(opset))
            .ToDictionary(type => type.Name, type => type.Alias!, StringComparer.Ordinal);
        TypeVariables = [.. operation.Types.Where(type => type.Alias is null && type.Span.Contains(opset))];
        Inputs = Select(operation.Inputs);
        Outputs = Select(operation.Outputs);
        Constraints = [.. operation.Constraints.Where(constraint => constraint.Span.Contains(opset))];

        ImmutableArray<OperationParameter> Select(ImmutableArray<OperationParameter> parameters) =>
            [.. parameters.Where(parameter => parameter.Span.Contains(opset)).Select(Resolve)];

        OperationParameter Resolve(OperationParameter parameter)
        {
            if (parameter.TypeVariable is not { } name)
            {
                return parameter;
            }
            name = aliases.GetValueOrDefault(name, name);
            return parameter with { TypeVariable = name, ElementTypes = TypeVariables.Single(type => type.Name == name).ElementTypes };
        }
    }

    /// <summary>The operation.</summary>
    public OperationDefinition Operation { get; }

    /// <summary>The first opset that has this version.</summary>
    public Opset Opset { get; }

    /// <summary>The inputs in order.</summary>
    public ImmutableArray<OperationParameter> Inputs { get; }

    /// <summary>The outputs in order.</summary>
    public ImmutableArray<OperationParameter> Outputs { get; }

    /// <summary>The names that stand for element types.</summary>
    public ImmutableArray<OperationTypeVariable> TypeVariables { get; }

    /// <summary>The conditions that inputs have to meet.</summary>
    public ImmutableArray<OperationConstraint> Constraints { get; }

    /// <summary>The input of a name.</summary>
    /// <param name="name">The name.</param>
    /// <returns>The input, or <see langword="null"/>.</returns>
    public OperationParameter? FindInput(string name)
    {
        foreach (OperationParameter input in Inputs)
        {
            if (input.Name == name)
            {
                return input;
            }
        }
        return null;
    }

    /// <summary>The signature, for example <c>relu(x: T) → (output: T)</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Operation.Name}({string.Join(", ", Inputs)}) → ({string.Join(", ", Outputs)})";
}
