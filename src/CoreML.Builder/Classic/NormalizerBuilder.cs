using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Divides an array by its norm. The output, unless declared, is like the input.</summary>
public sealed class NormalizerBuilder : TransformerBuilder<NormalizerBuilder>
{
    /// <summary>Starts a model.</summary>
    /// <param name="norm">The norm: largest absolute value, sum of absolute values, or root of the sum of squares.</param>
    public NormalizerBuilder(Normalizer.Types.NormType norm)
        : base(new(FeatureKinds.MultiArray, Most: 1), new(FeatureKinds.MultiArray, Most: 1), Feature.Array())
    {
        Model.Normalizer = new Normalizer { NormType = norm };
    }

    private protected override void Complete() => InferOutputs(TheInput.Type);
}
