using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Picks elements of an array: <c>y[i] = x[index[i]]</c>. One input, an array. The output, unless declared, is an array with an
/// element for each index; with a single index it may be a double or an integer.</summary>
public sealed class ArrayFeatureExtractorBuilder : TransformerBuilder<ArrayFeatureExtractorBuilder>
{
    private readonly ArrayFeatureExtractor _parameters = new();

    /// <summary>Starts a model.</summary>
    public ArrayFeatureExtractorBuilder()
        : base(new(FeatureKinds.MultiArray, Most: 1), new(FeatureKinds.Numeric, Most: 1), Feature.Array())
    {
        Model.ArrayFeatureExtractor = _parameters;
    }

    /// <summary>Picks elements, behind those picked before.</summary>
    /// <param name="indices">Their positions in the flattened array, from 0; they may repeat.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A position is negative.</exception>
    public ArrayFeatureExtractorBuilder Pick(params ReadOnlySpan<int> indices)
    {
        foreach (int index in indices)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(index, nameof(indices));
            _parameters.ExtractIndex.Add((ulong)index);
        }
        return this;
    }

    private protected override void Complete()
    {
        FeatureType input = TheInput.Type;
        int count = _parameters.ExtractIndex.Count;
        if (count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "arrayFeatureExtractor.extractIndex", expected: "at least one index", found: "none");
        }
        if (FeatureTypes.SizeOf(input) is { } size && _parameters.ExtractIndex.Max() >= (ulong)size)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "arrayFeatureExtractor.extractIndex", expected: $"positions from 0 to {size - 1}", found: $"{_parameters.ExtractIndex.Max()}");
        }
        InferOutputs(new FeatureType { MultiArrayType = new ArrayFeatureType { Shape = { count }, DataType = input.MultiArrayType.DataType } });
        foreach (FeatureDescription output in Description.Output)
        {
            if (FeatureTypes.SizeOf(output.Type) is { } declared && declared != count)
            {
                throw BuilderDiagnostics.SizeMismatch.Error(
                    path: "description.output[0]", expected: $"{count} elements, one for each index", found: FeatureTypes.Describe(output.Type));
            }
        }
    }
}
