using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;
using Loss = CoreML.Specification.LossLayer.LossLayerTypeOneofCase;
using Nonlinearity = CoreML.Specification.ActivationParams.NonlinearityTypeOneofCase;

namespace CoreML.Validation;

/// <summary>Neural networks that are updated on the device.</summary>
internal static class UpdateRules
{
    public static readonly RuleSet<NetworkSubject> All = new("updatable neural networks")
    {
        { "CML8701", "No layer of an updatable network is updatable.", "Set isUpdatable of the layers that are to learn.", HasUpdatableLayer },
        { "CML8702", "A layer is updatable that cannot learn.", "Only convolution, innerProduct and uniDirectionalLSTM layers are updatable.", LayersCanLearn },
        { "CML8703", "The weights of an updatable layer cannot be updated.", "Set isUpdatable of its weights and bias, and do not quantize them.", WeightsCanLearn },
        { "CML8704", "Two layers of an updatable network have the same name.", "Give layers and loss layers names that differ.", NamesDiffer },
        { "CML8705", "An updatable network has no loss, or one that it cannot have.", "Add one loss layer: categorical cross entropy or mean squared error.", HasLoss },
        { "CML8706", "A loss is not connected to the network.",
            "Cross entropy takes the output of a softmax, mean squared error any blob; the target comes from outside.", LossIsConnected },
        { "CML8707", "An updatable network has no optimizer.", "Set sgdOptimizer or adamOptimizer.", HasOptimizer },
        { "CML8708", "A training parameter is missing or out of range.", "Set epochs and the optimizer's parameters, each within its allowed values.", ParametersAreValid },
        { "CML8709", "A layer stands between the loss and an updatable layer that gradients do not pass.",
            "Between them use convolution, innerProduct, uniDirectionalLSTM, flatten, pooling, batchnorm, ReLU, sigmoid and tanh.", GradientsArrive },
        { "CML8710", "The training inputs do not fit the network.",
            "Describe the model's inputs and the target of the loss, or for a classifier its predicted feature, as training inputs.", TrainingInputsFit },
    };

    private static bool IsUpdatable(NetworkSubject network) => network.Model.Model.IsUpdatable;

    private static RepeatedField<LossLayer> Losses(NetworkSubject network) => network.Update?.LossLayers ?? [];

    private static void HasUpdatableLayer(NetworkSubject network, RuleReport report)
    {
        if (IsUpdatable(network) && !network.Layers.Any(layer => layer.IsUpdatable))
        {
            report.Add(network.Model.In("layers"), "at least one updatable layer", "none");
        }
    }

    private static void LayersCanLearn(NetworkSubject network, RuleReport report) => ForEachUpdatable(network, (layer, i) =>
    {
        if (layer.LayerCase is not (Kind.Convolution or Kind.InnerProduct or Kind.UniDirectionalLSTM))
        {
            report.Add(network.Model.In($"layers[{i}].isUpdatable"), "a layer that can learn", LayerKinds.NameOf(layer.LayerCase));
        }
    });

    private static void WeightsCanLearn(NetworkSubject network, RuleReport report) => ForEachUpdatable(network, (layer, i) =>
    {
        (WeightParams? weights, WeightParams? bias) = layer switch
        {
            { Convolution: { } p } => (p.Weights, p.HasBias ? p.Bias : null),
            { InnerProduct: { } p } => (p.Weights, p.HasBias ? p.Bias : null),
            _ => (null, null),
        };
        Check("weights", weights);
        Check("bias", bias);

        void Check(string field, WeightParams? weight)
        {
            if (weight is not null && (weight.Quantization is not null || !weight.IsUpdatable))
            {
                string path = network.Model.In($"layers[{i}].{LayerKinds.NameOf(layer.LayerCase)}.{field}");
                report.Add(path, "an updatable weight that is not quantized", weight.IsUpdatable ? "a quantized one" : "one that is not updatable");
            }
        }
    });

    private static void NamesDiffer(NetworkSubject network, RuleReport report)
    {
        if (IsUpdatable(network)
            && network.Layers.Select(layer => layer.Name).Concat(Losses(network).Select(loss => loss.Name)).FindDuplicate(name => name) is { } name)
        {
            report.Add(network.Model.In("layers"), "names that differ", $"'{name}' twice");
        }
    }

    private static void HasLoss(NetworkSubject network, RuleReport report)
    {
        if (IsUpdatable(network) && Losses(network) is not [{ LossLayerTypeCase: not Loss.None }])
        {
            report.Add(network.Model.In("updateParams.lossLayers"), "one loss of a known kind", $"{Losses(network).Count} loss layers");
        }
    }

    private static void LossIsConnected(NetworkSubject network, RuleReport report)
    {
        for (int i = 0; i < Losses(network).Count && IsUpdatable(network); i++)
        {
            (string input, string target) = BlobsOf(Losses(network)[i]);
            bool softmax = Losses(network)[i].CategoricalCrossEntropyLossLayer is null
                ? network.Scope.IsMadeByLayer(input)
                : network.Layers.Any(layer => layer.LayerCase == Kind.Softmax && layer.Output is [var first, ..] && first == input);
            if (!softmax)
            {
                report.Add(network.Model.In($"updateParams.lossLayers[{i}].input"), "the output of a layer, for cross entropy of a softmax", $"'{input}'");
            }
            if (network.Scope.IsMadeByLayer(target))
            {
                report.Add(network.Model.In($"updateParams.lossLayers[{i}].target"), "a training input", $"'{target}', which a layer makes");
            }
        }
    }

    private static void HasOptimizer(NetworkSubject network, RuleReport report)
    {
        if (IsUpdatable(network) && network.Update?.Optimizer is not { OptimizerTypeCase: not Optimizer.OptimizerTypeOneofCase.None })
        {
            report.Add(network.Model.In("updateParams.optimizer"), "SGD or Adam", "none");
        }
    }

    private static void ParametersAreValid(NetworkSubject network, RuleReport report)
    {
        if (!IsUpdatable(network))
        {
            return;
        }
        Int("epochs", network.Update?.Epochs, positive: true, required: true);
        Int("seed", network.Update?.Seed, positive: false, required: false);
        if (network.Update?.Optimizer?.SgdOptimizer is { } sgd)
        {
            Double("optimizer.sgdOptimizer.learningRate", sgd.LearningRate);
            Int("optimizer.sgdOptimizer.miniBatchSize", sgd.MiniBatchSize, positive: true, required: true);
        }
        if (network.Update?.Optimizer?.AdamOptimizer is { } adam)
        {
            Double("optimizer.adamOptimizer.learningRate", adam.LearningRate);
            Int("optimizer.adamOptimizer.miniBatchSize", adam.MiniBatchSize, positive: true, required: true);
            Double("optimizer.adamOptimizer.beta1", adam.Beta1);
            Double("optimizer.adamOptimizer.beta2", adam.Beta2);
            Double("optimizer.adamOptimizer.eps", adam.Eps);
        }

        void Int(string field, Int64Parameter? parameter, bool positive, bool required)
        {
            if (parameter is null ? required : Parameters.FindProblem(parameter, positive) is not null)
            {
                (string expected, string found) = parameter is null ? ("a value", "none") : Parameters.FindProblem(parameter, positive)!.Value;
                report.Add(network.Model.In("updateParams." + field), expected, found);
            }
        }

        void Double(string field, DoubleParameter? parameter)
        {
            (string Expected, string Found)? problem = parameter is null ? ("a value", "none") : Parameters.FindProblem(parameter);
            if (problem is var (expected, found))
            {
                report.Add(network.Model.In("updateParams." + field), expected, found);
            }
        }
    }

    // Going back from the loss, every layer before the last updatable one has to pass gradients on.
    private static void GradientsArrive(NetworkSubject network, RuleReport report)
    {
        if (!IsUpdatable(network) || Losses(network) is not [var loss])
        {
            return;
        }
        string input = BlobsOf(loss).Input;
        int end = network.Layers.FindIndex(layer => layer.Output.Contains(input));
        int blocked = -1;
        for (int i = end; i >= 0; i--)
        {
            NeuralNetworkLayer layer = network.Layers[i];
            if (layer.IsUpdatable && blocked >= 0)
            {
                report.Add(network.Model.In($"layers[{blocked}]"), $"a layer that passes gradients to layers[{i}]", LayerKinds.NameOf(network.Layers[blocked].LayerCase));
                return;
            }
            bool softmax = i == end && layer.LayerCase == Kind.Softmax && loss.CategoricalCrossEntropyLossLayer is not null;
            blocked = blocked < 0 && !softmax && !Passes(layer) ? i : blocked;
        }
    }

    private static bool Passes(NeuralNetworkLayer layer) => layer.LayerCase switch
    {
        Kind.Convolution or Kind.InnerProduct or Kind.UniDirectionalLSTM or Kind.Flatten or Kind.Pooling or Kind.Batchnorm => true,
        Kind.Activation => layer.Activation.NonlinearityTypeCase is Nonlinearity.ReLU or Nonlinearity.Sigmoid or Nonlinearity.Tanh,
        _ => false,
    };

    private static void TrainingInputsFit(NetworkSubject network, RuleReport report)
    {
        if (!IsUpdatable(network))
        {
            return;
        }
        ModelDescription description = network.Model.Description;
        string path = network.Model.At("description.trainingInput");
        FeatureDescription[] others =
        [
            .. description.TrainingInput.Where(training => network.Model.FindInput(training.Name) is not { } input
                || !FeatureComparison.AreSame(input.Type, training.Type)),
        ];
        if (description.TrainingInput.Count < 2 || others.Length == 0 || others.Length == description.TrainingInput.Count)
        {
            report.Add(path, "an input of the model and the target of the loss", $"{description.TrainingInput.Count} training inputs, {others.Length} of them not inputs of the model");
            return;
        }
        bool classifier = network.Model.Model.NeuralNetworkClassifier is not null;
        FeatureDescription? predicted = classifier ? network.Model.FindOutput(description.PredictedFeatureName) : null;
        FeatureDescription? named = predicted is null ? null : others.FirstOrDefault(other => other.Name == predicted.Name);
        bool typed = named is not null && FeatureComparison.AreSame(named.Type, predicted!.Type);
        bool targeted = Losses(network).Any(loss => others.Any(other => other.Name == BlobsOf(loss).Target));
        if (named is not null && !typed)
        {
            report.Add(path, $"'{named.Name}' as {FeatureText.Of(predicted!.Type)}", FeatureText.Of(named.Type));
        }
        else if (!typed && !targeted)
        {
            report.Add(path, "the target of the loss, or the predicted feature", string.Join(", ", others.Select(other => $"'{other.Name}'")));
        }
    }

    public static (string Input, string Target) BlobsOf(LossLayer loss) => loss switch
    {
        { CategoricalCrossEntropyLossLayer: { } entropy } => (entropy.Input, entropy.Target),
        { MeanSquaredErrorLossLayer: { } error } => (error.Input, error.Target),
        _ => ("", ""),
    };

    private static void ForEachUpdatable(NetworkSubject network, Action<NeuralNetworkLayer, int> action)
    {
        for (int i = 0; i < network.Layers.Count && IsUpdatable(network); i++)
        {
            if (network.Layers[i].IsUpdatable)
            {
                action(network.Layers[i], i);
            }
        }
    }
}
