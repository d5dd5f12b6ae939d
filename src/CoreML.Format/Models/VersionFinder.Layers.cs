using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

internal sealed partial class VersionFinder
{
    private void Visit(
        RepeatedField<NeuralNetworkLayer> layers,
        NeuralNetworkMultiArrayShapeMapping arrays,
        NeuralNetworkImageShapeMapping images,
        string path)
    {
        bool exact = arrays != NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping
            || images != NeuralNetworkImageShapeMapping.Rank5ImageMapping;
        NeedIf(exact, 4, "a network with exact shapes", path);
        Visit(layers, path);
    }

    private void Visit(RepeatedField<NeuralNetworkLayer> layers, string path)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            NeuralNetworkLayer layer = layers[i];
            string inside = $"{path}.layers[{i}]";
            int version = LayerKinds.VersionOf(layer.LayerCase);
            NeedIf(version > 1, version, $"a layer of kind {LayerKinds.NameOf(layer.LayerCase)}", inside);
            foreach (LayerOption option in LayerKinds.Options)
            {
                NeedIf(option.IsUsed(layer), option.Version, option.Feature, inside);
            }
            VisitWeights(layer, inside);
            VisitNested(layer.Branch?.IfBranch, inside + ".branch.ifBranch");
            VisitNested(layer.Branch?.ElseBranch, inside + ".branch.elseBranch");
            VisitNested(layer.Loop?.ConditionNetwork, inside + ".loop.conditionNetwork");
            VisitNested(layer.Loop?.BodyNetwork, inside + ".loop.bodyNetwork");
        }
    }

    private void VisitNested(NeuralNetwork? network, string path)
    {
        if (network is not null)
        {
            Visit(network.Layers, path);
        }
    }

    private void VisitWeights(NeuralNetworkLayer layer, string path)
    {
        if (LayerWeights.Of(layer) is not { } kind)
        {
            return;
        }
        foreach (LayerWeight weight in kind.Weights)
        {
            if (weight.Parameters is { } parameters)
            {
                NeedIf(parameters.Float16Value.Length > 0, 2, "a weight in half precision", $"{path}.{kind.KindName}.{weight.Field}");
                NeedIf(
                    parameters.RawValue.Length > 0 && parameters.Quantization is not null,
                    3, "a quantized weight", $"{path}.{kind.KindName}.{weight.Field}");
            }
        }
    }
}
