using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

internal static partial class ModelNames
{
    private static void Visit(NeuralNetwork? network, NameMap map)
    {
        if (network is not null)
        {
            Visit(network.Layers, network.Preprocessing, network.UpdateParams, map);
        }
    }

    private static void Visit(NeuralNetworkClassifier network, NameMap map)
    {
        Visit(network.Layers, network.Preprocessing, network.UpdateParams, map);
        network.LabelProbabilityLayerName = map[network.LabelProbabilityLayerName];
    }

    private static void Visit(NeuralNetworkRegressor network, NameMap map) =>
        Visit(network.Layers, network.Preprocessing, network.UpdateParams, map);

    // A layer's own name is no value's name. Reading has bounded the nesting of networks.
    private static void Visit(
        RepeatedField<NeuralNetworkLayer> layers,
        RepeatedField<NeuralNetworkPreprocessing> preprocessing,
        NetworkUpdateParameters? update,
        NameMap map)
    {
        foreach (NeuralNetworkLayer layer in layers)
        {
            map.Each(layer.Input);
            map.Each(layer.Output);
            if (layer.Branch is { } branch)
            {
                Visit(branch.IfBranch, map);
                Visit(branch.ElseBranch, map);
            }
            if (layer.Loop is { } loop)
            {
                loop.ConditionVar = map[loop.ConditionVar];
                Visit(loop.ConditionNetwork, map);
                Visit(loop.BodyNetwork, map);
            }
        }
        foreach (NeuralNetworkPreprocessing step in preprocessing)
        {
            step.FeatureName = map[step.FeatureName];
        }
        foreach (LossLayer loss in update?.LossLayers ?? [])
        {
            if (loss.CategoricalCrossEntropyLossLayer is { } entropy)
            {
                entropy.Input = map[entropy.Input];
                entropy.Target = map[entropy.Target];
            }
            if (loss.MeanSquaredErrorLossLayer is { } squared)
            {
                squared.Input = map[squared.Input];
                squared.Target = map[squared.Target];
            }
        }
    }
}
