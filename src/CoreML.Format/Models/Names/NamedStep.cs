using CoreML.Specification;
using CoreML.Specification.MILSpec;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>An operation of a program or a layer of a network, as far as names go: what it takes and makes under which
/// names, what it is called itself, and what it does apart from names.</summary>
/// <param name="What">What it does; equal for steps that do the same.</param>
/// <param name="Inputs">The values that it takes, in a fixed order.</param>
/// <param name="Outputs">The values that it makes.</param>
/// <param name="Blocks">The blocks or networks inside it.</param>
internal sealed record NamedStep(string What, IReadOnlyList<string> Inputs, IReadOnlyList<string> Outputs, IReadOnlyList<NamedBlock> Blocks)
{
    // Larger constants are told apart by their type alone; their elements are compared as weights.
    private const int LargestConstant = 256;

    private const string NameAttribute = "name";

    /// <summary>Its own name; empty if it has none.</summary>
    public string Name { get; private init; } = "";

    /// <summary>Gives it another name.</summary>
    public Action<string> Rename { get; private init; } = _ => { };

    /// <summary>Whether it takes nothing and can be made anywhere.</summary>
    public bool IsConstant => Inputs.Count == 0 && Blocks.Count == 0;

    public static NamedStep Of(Operation operation)
    {
        var inputs = new List<string>();
        var what = new List<string> { operation.Type };
        foreach ((string name, Argument argument) in operation.Inputs.OrderBy(input => input.Key, StringComparer.Ordinal))
        {
            foreach (Argument.Types.Binding binding in argument.Arguments)
            {
                bool named = binding.BindingCase == Argument.Types.Binding.BindingOneofCase.Name;
                what.Add($"{name}={(named ? "" : Text(binding.Value))}");
                if (named)
                {
                    inputs.Add(binding.Name);
                }
            }
        }
        foreach ((string name, Value value) in operation.Attributes.Where(attribute => attribute.Key != NameAttribute).OrderBy(attribute => attribute.Key, StringComparer.Ordinal))
        {
            what.Add($"{name}:{Text(value)}");
        }
        RepeatedField<string>? own = operation.Attributes.TryGetValue(NameAttribute, out Value? attribute)
            ? attribute.ImmediateValue?.Tensor?.Strings?.Values
            : null;
        return new(string.Join('\n', what), inputs, [.. operation.Outputs.Select(output => output.Name)], [.. operation.Blocks.Select(NamedBlock.Of)])
        {
            Name = own is [var only] ? only : "",
            Rename = name => own![0] = name,
        };
    }

    public static NamedStep Of(NeuralNetworkLayer layer)
    {
        NeuralNetwork?[] inside = [layer.Branch?.IfBranch, layer.Branch?.ElseBranch, layer.Loop?.ConditionNetwork, layer.Loop?.BodyNetwork];
        return new(layer.LayerCase.ToString(), layer.Input, layer.Output, [.. inside.OfType<NeuralNetwork>().Select(network => NamedBlock.Of(network.Layers))])
        {
            Name = layer.Name,
            Rename = name => layer.Name = name,
        };
    }

    private static string Text(Value value)
    {
        bool small = value.BlobFileValue is null && value.CalculateSize() <= LargestConstant;
        return small ? value.ToByteString().ToBase64() : value.Type?.ToByteString().ToBase64() ?? "";
    }
}

/// <summary>Steps in order, and the values that they are given from outside.</summary>
/// <param name="Inputs">The values that the block itself is given.</param>
/// <param name="Steps">The steps.</param>
internal sealed record NamedBlock(IReadOnlyList<string> Inputs, IReadOnlyList<NamedStep> Steps)
{
    public static NamedBlock Of(Block block) =>
        new([.. block.Inputs.Select(input => input.Name)], [.. block.Operations.Select(NamedStep.Of)]);

    public static NamedBlock Of(RepeatedField<NeuralNetworkLayer> layers) => new([], [.. layers.Select(NamedStep.Of)]);
}
