using CoreML.Format;
using CoreML.Specification;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>A weight that a layer uses as its parameters are set.</summary>
/// <param name="Weight">The weight's place.</param>
/// <param name="IsRequired">Whether Core ML refuses the layer without it.</param>
internal readonly record struct UsedWeight(LayerWeight Weight, bool IsRequired)
{
    public WeightForm Form => Weight.Parameters is { } parameters ? WeightForms.Of(parameters) : WeightForm.None;
}

/// <summary>Which of the weights that a layer can have it uses.</summary>
internal static class UsedWeights
{
    /// <summary>The weights that the layer uses, set or not.</summary>
    public static IEnumerable<UsedWeight> Of(NeuralNetworkLayer layer) =>
        LayerWeights.Of(layer) is not { } all ? [] : all.Weights
            .Where(weight => IsUsed(layer, LastPart(weight.Field)))
            .Select(weight => new UsedWeight(weight, IsRequired(layer)));

    // With a second input the weights come from there.
    private static bool IsUsed(NeuralNetworkLayer layer, string field) => layer.LayerCase switch
    {
        Kind.Convolution => layer.Input.Count < 2 && (field != "bias" || layer.Convolution.HasBias),
        Kind.Convolution3D => field != "bias" || layer.Convolution3D.HasBias,
        Kind.InnerProduct => field != "bias" || layer.InnerProduct.HasBias,
        Kind.BatchedMatmul => layer.Input.Count < 2 && (field != "bias" || layer.BatchedMatmul.HasBias),
        Kind.Embedding => field != "bias" || layer.Embedding.HasBias,
        Kind.EmbeddingND => field != "bias" || layer.EmbeddingND.HasBias,
        Kind.Scale => field != "bias" || layer.Scale.HasBias,
        Kind.Batchnorm => field is "gamma" or "beta" || !layer.Batchnorm.ComputeMeanVar,
        Kind.SimpleRecurrent => field != "biasVector" || layer.SimpleRecurrent.HasBiasVector,
        Kind.Gru => !field.EndsWith("BiasVector", StringComparison.Ordinal) || layer.Gru.HasBiasVectors,
        Kind.UniDirectionalLSTM => IsUsed(layer.UniDirectionalLSTM.Params, field),
        Kind.BiDirectionalLSTM => IsUsed(layer.BiDirectionalLSTM.Params, field),
        _ => true,
    };

    private static bool IsUsed(LSTMParams? parameters, string field) =>
        field.EndsWith("BiasVector", StringComparison.Ordinal) ? parameters?.HasBiasVectors == true
        : !field.EndsWith("PeepholeVector", StringComparison.Ordinal) || parameters?.HasPeepholeVectors == true;

    // Core ML accepts empty weights of inner products, and slopes that are missing.
    private static bool IsRequired(NeuralNetworkLayer layer) => layer.LayerCase is not (Kind.InnerProduct or Kind.BatchedMatmul or Kind.Activation);

    private static string LastPart(string field) => field[(field.LastIndexOf('.') + 1)..];
}
