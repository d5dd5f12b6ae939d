using CoreML.Specification.MILSpec;
using MilType = CoreML.Specification.MILSpec.ValueType;

namespace Digits.Training;

/// <summary>Appends operations to a block, each after the constants it needs.</summary>
internal sealed class ProgramBuilder(WeightFile weights)
{
    private const string WeightPath = "@model_path/weights/weight.bin";

    public Block Block { get; } = new();

    /// <summary>A constant in the weight file, as fp16.</summary>
    public string Weight(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape) =>
        Constant(name, new Value
        {
            Type = MilTypes.Tensor(DataType.Float16, shape),
            BlobFileValue = new() { FileName = WeightPath, Offset = weights.Add(values) },
        });

    /// <summary>A constant of any kind; returns its name.</summary>
    public string Constant(string name, Value value)
    {
        Operation operation = new() { Type = "const", Attributes = { ["val"] = value } };
        Append(operation, name, (name, value.Type));
        return name;
    }

    /// <summary>An operation with one output, named like the operation; returns that name.</summary>
    /// <param name="type">Operation of the opset.</param>
    /// <param name="name">Name of the operation and its output.</param>
    /// <param name="output">Type of the output.</param>
    /// <param name="inputs">Names of values that exist.</param>
    /// <param name="parameters">Values that become constants of their own.</param>
    public string Apply(
        string type,
        string name,
        MilType output,
        ReadOnlySpan<(string Input, string Name)> inputs,
        params ReadOnlySpan<(string Input, Value Value)> parameters)
    {
        Operation operation = new() { Type = type };
        foreach ((string input, string value) in inputs)
        {
            operation.Inputs.Add(input, ByName(value));
        }

        foreach ((string input, Value value) in parameters)
        {
            operation.Inputs.Add(input, ByName(Constant($"{name}_{input}", value)));
        }

        Append(operation, name, (name, output));
        return name;
    }

    /// <summary>The last operation of a classifier: its label list is bound as it is, not through a constant.</summary>
    public void Classify(string probabilities, Value classes, string label, string labelProbabilities)
    {
        Operation operation = new()
        {
            Type = "classify",
            Inputs =
            {
                ["probabilities"] = ByName(probabilities),
                ["classes"] = new Argument { Arguments = { new Argument.Types.Binding { Value = classes } } },
            },
        };
        Append(
            operation,
            "classify",
            (label, MilTypes.Tensor(DataType.String)),
            (labelProbabilities, MilTypes.Dictionary(DataType.String, DataType.Float64)));
        Block.Outputs.Add([label, labelProbabilities]);
    }

    private void Append(Operation operation, string name, params ReadOnlySpan<(string Name, MilType Type)> outputs)
    {
        operation.Attributes.Add("name", MilTypes.String(name));
        foreach ((string output, MilType type) in outputs)
        {
            operation.Outputs.Add(new NamedValueType { Name = output, Type = type });
        }

        Block.Operations.Add(operation);
    }

    private static Argument ByName(string name) =>
        new() { Arguments = { new Argument.Types.Binding { Name = name } } };
}
