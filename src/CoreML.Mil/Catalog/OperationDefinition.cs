using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>An operation of ML programs with all its versions, as <see cref="OperationCatalog"/> has it.</summary>
public sealed class OperationDefinition
{
    internal OperationDefinition(
        string name,
        string family,
        string documentation,
        ImmutableArray<Opset> opsets,
        ImmutableArray<OperationParameter> inputs,
        ImmutableArray<OperationParameter> outputs,
        ImmutableArray<OperationTypeVariable> types,
        ImmutableArray<OperationConstraint> constraints)
    {
        Name = name;
        Family = family;
        Documentation = documentation;
        Inputs = inputs;
        Outputs = outputs;
        Types = types;
        Constraints = constraints;
        InputNames = [.. inputs.Select(input => input.Name).Distinct(StringComparer.Ordinal)];
        Versions = [.. opsets.Select(opset => new OperationVersion(this, opset))];
    }

    /// <summary>The specification's name, for example <c>max_pool</c>.</summary>
    public string Name { get; }

    /// <summary>The group it belongs to, for example <c>pool</c>.</summary>
    public string Family { get; }

    /// <summary>What it does, with the formula; paragraphs are separated by an empty line, code is between back quotes.</summary>
    public string Documentation { get; }

    /// <summary>The versions, oldest first: one for each opset in which something about the operation changed.</summary>
    public ImmutableArray<OperationVersion> Versions { get; }

    /// <summary>Inputs of all versions.</summary>
    internal ImmutableArray<OperationParameter> Inputs { get; }

    /// <summary>The name of each input that some version has, in order.</summary>
    internal ImmutableArray<string> InputNames { get; }

    internal ImmutableArray<OperationParameter> Outputs { get; }

    internal ImmutableArray<OperationTypeVariable> Types { get; }

    internal ImmutableArray<OperationConstraint> Constraints { get; }

    /// <summary>The version that functions of an opset use.</summary>
    /// <param name="opset">The opset.</param>
    /// <returns>The newest version that is not newer; <see langword="null"/> if the opset lacks the operation.</returns>
    public OperationVersion? FindVersion(Opset opset)
    {
        for (int i = Versions.Length - 1; i >= 0; i--)
        {
            if (Versions[i].Opset <= opset)
            {
                return Versions[i];
            }
        }
        return null;
    }

    /// <summary>The name.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Name;
}
