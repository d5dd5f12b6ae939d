using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Inserts <c>constexpr_*</c> operations in the place of a weight.</summary>
internal sealed class DecoderGraph
{
    private readonly MilOperation _place;
    private readonly MilFunction _function;

    /// <param name="weight">The weight's value; its operation tells the place.</param>
    public DecoderGraph(MilValue weight)
    {
        _place = weight.Operation!;
        _function = weight.Function;
        Name = weight.Name;
        Type = (TensorType)weight.Type;
        Features = OpsetFeatures.Of(weight);
    }

    /// <summary>The weight's name.</summary>
    public string Name { get; }

    /// <summary>The weight's name with an ending, once: a weight that is pruned again has it already.</summary>
    public string NameWith(string ending) => Name.EndsWith(ending, StringComparison.Ordinal) ? Name : Name + ending;

    /// <summary>The weight's type.</summary>
    public TensorType Type { get; }

    /// <summary>What the opset has.</summary>
    public OpsetFeatures Features { get; }

    /// <summary>Inserts an operation with inputs, as those of iOS 18 are.</summary>
    /// <param name="operation">Its type.</param>
    /// <param name="name">Name of the operation and of its output.</param>
    /// <param name="type">Type of the output.</param>
    /// <param name="inputs">Its inputs.</param>
    /// <returns>The output.</returns>
    public MilValue Insert(string operation, string name, TensorType type, params ReadOnlySpan<MilBinding> inputs) =>
        InsertMany(operation, name, [(Unique(name), type)], inputs).Output;

    /// <summary>Inserts an operation with two outputs, a mask and values, named after it with <c>_0</c> and <c>_1</c>.</summary>
    public (MilValue Mask, MilValue Values) InsertSparse(
        string operation, string name, TensorType mask, TensorType values, params ReadOnlySpan<MilBinding> inputs)
    {
        MilOperation inserted = InsertMany(operation, name, [(Unique(name + "_0"), mask), (Unique(name + "_1"), values)], inputs);
        return (inserted.Outputs[0], inserted.Outputs[1]);
    }

    /// <summary>Inserts an operation with attributes, as those up to iOS 17 are.</summary>
    /// <param name="operation">Its type.</param>
    /// <param name="name">Name of the operation and of its output.</param>
    /// <param name="attributes">Its parameters.</param>
    /// <returns>The output, of the weight's type.</returns>
    public MilValue InsertOld(string operation, string name, params ReadOnlySpan<(string Name, TensorConstant Value)> attributes)
    {
        MilOperation inserted = InsertMany(operation, name, [(Unique(name), Type)], []);
        foreach ((string attribute, TensorConstant value) in attributes)
        {
            inserted.Attributes[attribute] = value;
        }
        return inserted.Output;
    }

    /// <summary>Inserts a dense constant.</summary>
    /// <returns>Its value.</returns>
    public MilValue InsertConst(string name, TensorConstant value) => _place.Block.InsertConstBefore(_place, Unique(name), value);

    private MilOperation InsertMany(string operation, string name, ReadOnlySpan<NamedType> outputs, ReadOnlySpan<MilBinding> inputs) =>
        _place.Block.InsertBefore(_place, operation, inputs, outputs, name);

    private string Unique(string name) => _function.MakeUniqueName(name);
}
