using CoreML.Format;
using CoreML.Specification;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Builder;

public sealed partial class NeuralNetworkBuilder
{
    // Layers that training can go through backwards, and among them those that it can change.
    private static readonly Kind[] Differentiable =
    [
        Kind.Convolution, Kind.InnerProduct, Kind.UniDirectionalLSTM, Kind.Flatten, Kind.Pooling, Kind.Batchnorm, Kind.Activation, Kind.Softmax,
    ];

    private static readonly Kind[] Trainable = [Kind.Convolution, Kind.InnerProduct, Kind.UniDirectionalLSTM];

    private Loss? _loss;

    /// <summary>Lets applications train the network: the weights that are <see cref="Weights.Updatable"/> change. The inputs of training are
    /// the network's and the target of the loss; for a classifier the target is the output with the label. Specification version
    /// 4.</summary>
    /// <param name="loss">What is made small.</param>
    /// <param name="optimizer">How; one of <see cref="NetworkOptimizer"/>.</param>
    /// <param name="epochs">How often all examples are seen; all that it may be set to is positive.</param>
    /// <param name="shuffle">Whether the examples are put into another order each time.</param>
    /// <param name="seed">Where random numbers start; <see langword="null"/> for anywhere.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: a number is not positive. CML7107: the network cannot be trained like this.</exception>
    public NeuralNetworkBuilder Train(Loss loss, Optimizer optimizer, Int64Parameter epochs, bool shuffle = true, Int64Parameter? seed = null)
    {
        ArgumentNullException.ThrowIfNull(loss);
        ArgumentNullException.ThrowIfNull(optimizer);
        Parameter.CheckPositive(epochs, "updateParams.epochs");
        if (loss.Input.Network != this || loss.Input.Scope != _root || loss.Input.Producer is not { } producer)
        {
            throw Untrainable("a loss of something that the network makes", $"'{loss.Input.Name}'");
        }
        if (loss.IsCrossEntropy && producer.Layer.LayerCase != Kind.Softmax)
        {
            throw Untrainable("a cross entropy of what a softmax layer makes", $"what a layer of kind {LayerKinds.NameOf(producer.Layer.LayerCase)} makes");
        }
        if (_loss is not null)
        {
            throw Untrainable("one loss", "a second one");
        }
        _loss = loss;
        Model.IsUpdatable = true;
        _network.UpdateParams = new NetworkUpdateParameters
        {
            Optimizer = optimizer.Clone(),
            Epochs = epochs.Clone(),
            Shuffle = new BoolParameter { DefaultValue = shuffle },
            Seed = seed?.Clone(),
        };
        return this;
    }

    private void CheckUpdates()
    {
        LayerNode[] updatable = [.. AllLayers(_root).Where(node => node.Layer.IsUpdatable)];
        if (_loss is not { } loss)
        {
            if (updatable.Length > 0)
            {
                throw Untrainable("a call of Train, since weights are updatable", "none");
            }
            return;
        }
        if (updatable.Length == 0)
        {
            throw Untrainable("updatable weights", "none");
        }
        if (_blobs.ContainsKey(loss.Target))
        {
            throw Untrainable("a target that the network does not make", $"'{loss.Target}'");
        }
        foreach (LayerNode node in updatable)
        {
            CheckTrainable(node.Layer);
        }
        Backwards(loss.Input.Producer!, []);
        _network.UpdateParams.LossLayers.Add(loss.ToMessage());
        foreach (FeatureDescription input in Description.Input)
        {
            AddTrainingInput(input.Name, input.Type, input.ShortDescription);
        }
        if (_probabilities is not null)
        {
            AddTrainingInput(Description.PredictedFeatureName, _labels.LabelType);
        }
        else
        {
            AddTrainingInput(loss.Target, loss.TargetType ?? (loss.IsCrossEntropy
                ? Feature.Array([1], ElementType.Int32) : FeatureShapes.ToOutput(loss.Input.Shape, HasExactShapes)));
        }
    }

    private static void CheckTrainable(NeuralNetworkLayer layer)
    {
        if (!Trainable.Contains(layer.LayerCase))
        {
            throw Untrainable("updatable weights in convolutions, inner products and one-way LSTMs", $"a layer of kind {LayerKinds.NameOf(layer.LayerCase)}");
        }
        foreach (LayerWeight weight in LayerWeights.Of(layer)!.Value.Weights)
        {
            if (layer.LayerCase != Kind.UniDirectionalLSTM && weight.Parameters is { } parameters
                && (parameters.Quantization is not null || !parameters.IsUpdatable))
            {
                throw Untrainable(
                    $"updatable weights and bias of layer '{layer.Name}', not quantized", parameters.IsUpdatable ? "quantized ones" : "one that is not updatable");
            }
        }
    }

    // Whether a layer, or one before it, changes. On the way back from the loss to such a layer there must be a way through.
    private static bool Backwards(LayerNode node, Dictionary<LayerNode, bool> known)
    {
        if (known.TryGetValue(node, out bool changes))
        {
            return changes;
        }
        bool before = false;
        foreach (Blob input in node.Inputs)
        {
            before |= input.Producer is { } producer && Backwards(producer, known);
        }
        bool passable = Differentiable.Contains(node.Layer.LayerCase)
            && (node.Layer.Activation is not { } activation || activation.ReLU is not null || activation.Sigmoid is not null || activation.Tanh is not null);
        if (before && !passable)
        {
            throw Untrainable(
                "layers with a way back between the loss and the updatable weights",
                $"'{node.Layer.Name}' of kind {LayerKinds.NameOf(node.Layer.LayerCase)}");
        }
        return known[node] = before || node.Layer.IsUpdatable;
    }

    private static CoreMLException Untrainable(string expected, string found) =>
        BuilderDiagnostics.InvalidUpdate.Error(path: "neuralNetwork.updateParams", expected: expected, found: found);
}
