using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Joins features into one array: writes its inputs one behind the other. The output, unless declared, is an array of
/// <see cref="ElementType.Float64"/> with as many elements as all inputs together.</summary>
public sealed class FeatureVectorizerBuilder : TransformerBuilder<FeatureVectorizerBuilder>
{
    private readonly Dictionary<string, int> _sizes = [];

    /// <summary>Starts a model.</summary>
    public FeatureVectorizerBuilder()
        : base(new(FeatureKinds.Numeric | FeatureKinds.Dictionary), new(FeatureKinds.MultiArray, Most: 1), Feature.Array())
    {
        Model.FeatureVectorizer = new FeatureVectorizer();
    }

    /// <summary>Adds an input whose size its type does not tell: a dictionary, or an array of flexible shape.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="type">Its type.</param>
    /// <param name="size">How many elements it contributes; positive.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or <paramref name="size"/> is not positive.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7002: the model cannot take this type.</exception>
    public FeatureVectorizerBuilder Input(string name, FeatureType type, int size)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        Input(name, type);
        _sizes.Add(name, size);
        return this;
    }

    private protected override void Complete()
    {
        long sum = 0;
        foreach (FeatureDescription input in Description.Input)
        {
            long size = _sizes.TryGetValue(input.Name, out int given)
                ? given
                : FeatureTypes.SizeOf(input.Type) ?? throw BuilderDiagnostics.Incomplete.Error(
                    path: "featureVectorizer.inputList", expected: $"the size of '{input.Name}'", found: FeatureTypes.Describe(input.Type));
            Model.FeatureVectorizer.InputList.Add(
                new FeatureVectorizer.Types.InputColumn { InputColumn_ = input.Name, InputDimensions = (ulong)size });
            sum += size;
        }
        InferOutputs(Feature.Array([sum], ElementType.Float64));
        if (Description.Output.FirstOrDefault()?.Type is { } type && FeatureTypes.SizeOf(type) is { } declared && declared != sum)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "description.output[0]", expected: $"{sum} elements, as many as the inputs have together", found: $"{declared}");
        }
    }
}
