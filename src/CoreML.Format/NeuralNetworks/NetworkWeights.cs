using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>Finds the weights of neural networks.</summary>
public static class NetworkWeights
{
    /// <summary>Lists the weights of a neural network, classifier or regressor, those of networks in its branches and loops
    /// included. What is not set or is empty is not a weight.</summary>
    /// <param name="model">The model; the stages of a pipeline have to be given one by one.</param>
    /// <param name="path">Where the model is, as <see cref="ModelStage.Path"/> says it; empty for an outermost
    /// model. The weights' paths begin with it.</param>
    /// <returns>The weights in order of their layers; none for a model of another type. Nothing is decoded, and damaged
    /// weights are listed like sound ones.</returns>
    public static IReadOnlyList<NetworkWeight> Enumerate(Model model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(path);
        var weights = new List<NetworkWeight>();
        string prefix = path.Length == 0 ? "" : path + ".";
        switch (model.TypeCase)
        {
            case Model.TypeOneofCase.NeuralNetwork:
                Add(weights, model.NeuralNetwork.Layers, prefix + "neuralNetwork");
                break;
            case Model.TypeOneofCase.NeuralNetworkClassifier:
                Add(weights, model.NeuralNetworkClassifier.Layers, prefix + "neuralNetworkClassifier");
                break;
            case Model.TypeOneofCase.NeuralNetworkRegressor:
                Add(weights, model.NeuralNetworkRegressor.Layers, prefix + "neuralNetworkRegressor");
                break;
        }
        return weights;
    }

    // Reading has bounded the nesting of networks.
    private static void Add(List<NetworkWeight> weights, RepeatedField<NeuralNetworkLayer> layers, string network)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            NeuralNetworkLayer layer = layers[i];
            string position = $"layers[{i}]";
            if (LayerWeights.Of(layer) is { } kind)
            {
                string name = layer.Name.Length == 0 ? position : layer.Name;
                string path = $"{network}.{position}.{kind.KindName}";
                foreach (LayerWeight weight in kind.Weights)
                {
                    if (weight.Parameters is { } parameters && WeightForms.Of(parameters) != WeightForm.None)
                    {
                        weights.Add(new NetworkWeight(layer, name, path, weight.Field, parameters, weight.Layout));
                    }
                }
            }
            else if (layer.LayerCase == NeuralNetworkLayer.LayerOneofCase.Branch)
            {
                AddNested(layer.Branch.IfBranch, $"{network}.{position}.branch.ifBranch");
                AddNested(layer.Branch.ElseBranch, $"{network}.{position}.branch.elseBranch");
            }
            else if (layer.LayerCase == NeuralNetworkLayer.LayerOneofCase.Loop)
            {
                AddNested(layer.Loop.ConditionNetwork, $"{network}.{position}.loop.conditionNetwork");
                AddNested(layer.Loop.BodyNetwork, $"{network}.{position}.loop.bodyNetwork");
            }
        }

        void AddNested(NeuralNetwork? nested, string path)
        {
            if (nested is not null)
            {
                Add(weights, nested.Layers, path);
            }
        }
    }
}
