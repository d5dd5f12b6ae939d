using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Quantization;

/// <summary>Decides what is to be done with each weight of a neural network.</summary>
/// <param name="network">The network's model.</param>
/// <param name="options">How to compress.</param>
internal sealed class NetworkPlan(Model network, CompressionOptions options)
{
    private readonly bool _isExact = NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping != network switch
    {
        { NeuralNetwork: { } plain } => plain.ArrayInputShapeMapping,
        { NeuralNetworkClassifier: { } classifier } => classifier.ArrayInputShapeMapping,
        _ => network.NeuralNetworkRegressor.ArrayInputShapeMapping,
    };

    /// <summary>Decides about all weights.</summary>
    /// <param name="path">Where the network is in the model.</param>
    /// <exception cref="CoreMLException">A weight that is to be compressed is not what its layer declares.</exception>
    public IEnumerable<NetworkJob> Create(string path) => NetworkWeights.Enumerate(network, path).Select(Decide);

    private NetworkJob Decide(NetworkWeight weight)
    {
        WeightRule? rule = options.Rules.FirstOrDefault(rule => rule.Matches(weight));
        return (rule is null ? options.Default : rule.Scheme) is { } scheme
            ? Decide(weight, scheme)
            : NetworkJob.Stay(weight, rule is null ? "no scheme was given" : $"left alone by the rule '{rule.Description}'");
    }

    private NetworkJob Decide(NetworkWeight weight, CompressionScheme scheme)
    {
        // Bytes of a custom layer need not be elements.
        if (weight.Storage == "invalid" && weight.Layer.Custom is not null)
        {
            return NetworkJob.Stay(weight, "its custom layer alone knows what it is");
        }
        weight.Check();
        if (scheme is DenseStorage)
        {
            return WeightForms.Of(weight.Specification) == WeightForm.Float32
                ? NetworkJob.Stay(weight, "it is dense already")
                : NetworkJob.Do(weight, scheme);
        }
        if (weight.Storage != "dense")
        {
            return NetworkJob.Stay(weight, $"it is compressed already ({weight.Storage})");
        }
        if (StaysAsItIs(weight, scheme) is { } reason)
        {
            return NetworkJob.Stay(weight, reason);
        }
        if (Refuses(weight, scheme) is { } refusal)
        {
            return NetworkJob.Refuse(weight, refusal);
        }
        return NetworkSchemes.Translate(scheme, weight, out string? unknown) is { } own
            ? NetworkJob.Do(weight, own)
            : NetworkJob.Refuse(weight, unknown!);
    }

    private string? StaysAsItIs(NetworkWeight weight, CompressionScheme scheme)
    {
        // A layer's weights have one precision, so their size does not tell them apart.
        if (scheme is Float16Storage)
        {
            return weight.ElementType == ElementType.Float16 ? "its elements are float16 already" : null;
        }
        if (scheme is NetworkQuantization { Mode: NetworkQuantizationMode.Int8Products } && !NetworkLayers.IsMatrixOfProduct(weight))
        {
            return "only matrices of innerProduct and batchedMatmul layers are multiplied as bytes";
        }
        return weight.ElementCount <= options.WeightThreshold
            ? $"it has {weight.ElementCount} elements, not more than {options.WeightThreshold}"
            : null;
    }

    private string? Refuses(NetworkWeight weight, CompressionScheme scheme) => true switch
    {
        _ when !NetworkLayers.AreCompressed(weight) => $"weights of {NetworkLayers.KindOf(weight)} layers stay in floating point",
        _ when weight.Specification.IsUpdatable || weight.Layer.IsUpdatable => "it is updatable, and training needs it in single precision",
        _ when network.IsUpdatable && scheme is Float16Storage => "the model is updatable, and its weights stay in single precision",
        // A product of bytes is a layer of iOS 14; with one, shapes would mean something else from then on.
        _ when scheme is NetworkQuantization { Mode: NetworkQuantizationMode.Int8Products } && !_isExact && !LayerKinds.IsNewerThanIos12(weight.Layer) =>
            "products of bytes need a network with exact shapes (EXACT_ARRAY_MAPPING)",
        _ => null,
    };
}
