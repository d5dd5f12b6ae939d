using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>A layer of a network, with the blobs that are there before it.</summary>
internal sealed class LayerSubject(NetworkSubject network, NetworkScope scope, NeuralNetworkLayer layer, string list, int index)
{
    private IReadOnlyList<(string, float)>? _largest;

    public NetworkSubject Network => network;

    public NetworkScope Scope => scope;

    public NeuralNetworkLayer Layer => layer;

    public Kind Kind => layer.LayerCase;

    public string KindName => LayerKinds.NameOf(layer.LayerCase);

    /// <summary>What the layer takes and gives.</summary>
    public LayerShape Shape { get; } = LayerTable.Of(layer.LayerCase);

    /// <summary>The layer's full path.</summary>
    public string Path => $"{list}.layers[{index}]";

    /// <summary>The full path of a parameter of the layer's kind.</summary>
    public string In(string field) => $"{Path}.{KindName}.{field}";

    /// <summary>The rank of an input, as far as it is known; only networks with exact shapes have ranks.</summary>
    public long? InputRank(int position) => RankOf(layer.Input, layer.InputTensor, position);

    /// <summary>The rank of an output, as far as it is known.</summary>
    public long? OutputRank(int position) => RankOf(layer.Output, layer.OutputTensor, position);

    /// <summary>The rank that the layer itself gives its first input.</summary>
    public long? OwnRank => layer.InputTensor.Count > 0 ? layer.InputTensor[0].Rank : null;

    /// <summary>The fields with numbers of the layer's weights, each with its largest magnitude; none if values are not to be checked.</summary>
    public IReadOnlyList<(string Field, float Largest)> LargestWeights(ValidationOptions options) => _largest ??= [.. LargestMagnitude.Of(layer, options)];

    private long? RankOf(RepeatedField<string> blobs, RepeatedField<Tensor> tensors, int position) =>
        !network.IsExact || position >= blobs.Count ? null
        : tensors.Count == blobs.Count ? tensors[position].Rank
        : scope.RankOf(blobs[position]);
}
