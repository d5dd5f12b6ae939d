using CoreML.Specification;
using Google.Protobuf.Collections;
using static CoreML.Format.DiagnosticSeverity;
using Flexibility = CoreML.Specification.ArrayFeatureType.ShapeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Neural networks as a whole; checked after their layers.</summary>
internal static class NetworkRules
{
    public static readonly RuleSet<NetworkSubject> All = new("neural networks")
    {
        { "CML8601", "A layer newer than iOS 12 is in a network without exact shapes.",
            "Set arrayInputShapeMapping to EXACT_ARRAY_MAPPING; shapes of inputs are then taken as they are.", NewLayersHaveExactShapes },
        { "CML8602", "A network maps images exactly and arrays not.", "Set arrayInputShapeMapping to EXACT_ARRAY_MAPPING, too.", MappingsMatch },
        { "CML8603", "A neural network has no layers.", "Add at least one layer.", HasLayers },
        { "CML8604", "An input array has a rank that networks without exact shapes do not take.",
            "Use 1 dimension or 3 (channel, height, width), or EXACT_ARRAY_MAPPING from version 4 on.", InputsHaveRank1Or3 },
        { "CML8605", "An input array of a network with exact shapes has no shape of its own.",
            "Give the array a default shape, of the rank of its ranges.", InputsHaveShapes },
        { "CML8606", "An output of a neural network is made by no layer, or described twice.",
            "Describe each output once, by the name of a layer's output.", OutputsAreMade },
        { "CML8607", "The layer with the probabilities does not exist.",
            "Set labelProbabilityLayerName to the output of a layer, or clear it.", ProbabilitiesAreMade },
        { "CML8608", Warning, "Preprocessing is for a feature that is not an image of the model.",
            "Set featureName to the name of an input of type image, or remove the preprocessing.", PreprocessingFits },
        { "CML8609", Warning, "Layers of a neural network have no name, or the same one.", "Give each layer a name of its own.", LayersAreNamed },
        { "CML8610", Note, "An input of a neural network is used by no layer.", "Remove the input, or connect it.", InputsAreUsed },
        { "CML8620", Note, "A layer of a neural network does not matter for its outputs.", "Remove the layer to make the model smaller.", LayersMatter },
    };

    private static void NewLayersHaveExactShapes(NetworkSubject network, RuleReport report)
    {
        if (network.FirstNewLayer >= 0 && !network.HasExactMapping && network.ArrayInputs.Any())
        {
            report.Add(network.Model.In($"layers[{network.FirstNewLayer}]"), "EXACT_ARRAY_MAPPING, or only layers that iOS 12 knew", "RANK5_ARRAY_MAPPING");
        }
    }

    private static void MappingsMatch(NetworkSubject network, RuleReport report)
    {
        if (network.HasExactImages && !network.HasExactMapping && network.ArrayInputs.Any())
        {
            report.Add(network.Model.In("arrayInputShapeMapping"), "EXACT_ARRAY_MAPPING", "RANK5_ARRAY_MAPPING");
        }
    }

    private static void HasLayers(NetworkSubject network, RuleReport report)
    {
        if (network.Layers.Count == 0)
        {
            report.Add(network.Model.In("layers"), "at least one layer", "none");
        }
    }

    private static void InputsHaveRank1Or3(NetworkSubject network, RuleReport report)
    {
        if (network.IsExact)
        {
            return;
        }
        foreach ((ArrayFeatureType array, int i) in network.ArrayInputs)
        {
            bool flexible = array switch
            {
                { EnumeratedShapes.Shapes: { Count: > 0 } shapes } => shapes.All(shape => shape.Shape_.Count is 1 or 3),
                { ShapeRange.SizeRanges.Count: 1 or 3 } => true,
                _ => false,
            };
            if (array.Shape.Count is not (1 or 3) && !flexible)
            {
                report.Add(network.Model.At($"description.input[{i}].type.multiArrayType.shape"), "1 or 3 dimensions", array.Shape.ShortText());
            }
        }
    }

    private static void InputsHaveShapes(NetworkSubject network, RuleReport report)
    {
        if (!network.IsExact)
        {
            return;
        }
        foreach ((ArrayFeatureType array, int i) in network.ArrayInputs)
        {
            bool ranges = array.ShapeRange is { } range && range.SizeRanges.Count != array.Shape.Count;
            if (array.Shape.Count == 0 || ranges)
            {
                report.Add(
                    network.Model.At($"description.input[{i}].type.multiArrayType.shape"),
                    ranges ? $"{array.ShapeRange!.SizeRanges.Count} dimensions" : "at least one dimension", $"{array.Shape.Count}");
            }
        }
    }

    private static void OutputsAreMade(NetworkSubject network, RuleReport report)
    {
        ModelDescription description = network.Model.Description;
        RepeatedField<FeatureDescription> outputs = description.Output;
        bool classifier = network.Model.Model.NeuralNetworkClassifier is not null;
        var seen = new HashSet<string>(StringComparer.Ordinal);
        for (int i = 0; i < outputs.Count && network.Model.Model.NeuralNetworkRegressor is null; i++)
        {
            string name = outputs[i].Name;
            bool predicted = classifier && (name == description.PredictedFeatureName || name == description.PredictedProbabilitiesName);
            if (!predicted && (!network.Scope.IsMadeByLayer(name) || (!classifier && !seen.Add(name))))
            {
                report.Add(
                    network.Model.At($"description.output[{i}]"), "an output of a layer, described once",
                    network.Scope.IsMadeByLayer(name) ? $"'{name}' again" : $"'{name}'");
            }
        }
    }

    private static void ProbabilitiesAreMade(NetworkSubject network, RuleReport report)
    {
        if (network.Model.Model.NeuralNetworkClassifier?.LabelProbabilityLayerName is { Length: > 0 } name && !network.Scope.IsMadeByLayer(name))
        {
            report.Add(network.Model.In("labelProbabilityLayerName"), "an output of a layer", $"'{name}'");
        }
    }

    // Without a name preprocessing is for the first input.
    private static void PreprocessingFits(NetworkSubject network, RuleReport report)
    {
        for (int i = 0; i < network.Preprocessing.Count; i++)
        {
            string name = network.Preprocessing[i].FeatureName;
            FeatureDescription? input = name.Length > 0 ? network.Model.FindInput(name) : network.Model.Description.Input.FirstOrDefault();
            if (input?.Type?.ImageType is null)
            {
                report.Add(network.Model.In($"preprocessing[{i}]"), "an input of type image", $"'{name}'");
            }
        }
    }

    private static void LayersAreNamed(NetworkSubject network, RuleReport report)
    {
        int unnamed = network.Layers.FindIndex(layer => layer.Name.Length == 0);
        if (unnamed >= 0)
        {
            report.Add(network.Model.In($"layers[{unnamed}].name"), "a name", "none");
        }
        if (network.Layers.Where(layer => layer.Name.Length > 0).FindDuplicate(layer => layer.Name) is { } name)
        {
            report.Add(network.Model.In("layers"), "names that differ", $"'{name}' twice");
        }
    }

    private static void LayersMatter(NetworkSubject network, RuleReport report)
    {
        HashSet<string> used = UsedBlobs(network);
        used.UnionWith(network.Model.Description.Output.Select(output => output.Name));
        // The last layer of a classifier gives the probabilities, unless it says otherwise.
        for (int i = 0; i < network.Layers.Count - 1; i++)
        {
            NeuralNetworkLayer layer = network.Layers[i];
            if (layer.Output.Count > 0 && !layer.Output.Any(used.Contains))
            {
                report.Add(network.Model.In($"layers[{i}].output"), "a use of what the layer makes", $"'{layer.Output[0]}' unused");
            }
        }
    }

    // Blobs that any layer takes, those inside of branches and loops included, or that decide about something.
    private static HashSet<string> UsedBlobs(NetworkSubject network)
    {
        var used = new HashSet<string>(StringComparer.Ordinal) { network.Model.Model.NeuralNetworkClassifier?.LabelProbabilityLayerName ?? "" };
        used.UnionWith((network.Update?.LossLayers ?? []).Select(loss => UpdateRules.BlobsOf(loss).Input));
        var pending = new Stack<RepeatedField<NeuralNetworkLayer>>([network.Layers]);
        while (pending.TryPop(out RepeatedField<NeuralNetworkLayer>? layers))
        {
            foreach (NeuralNetworkLayer layer in layers)
            {
                used.UnionWith(layer.Input);
                used.Add(layer.Loop?.ConditionVar ?? "");
                foreach (NeuralNetwork? nested in (NeuralNetwork?[])
                    [layer.Branch?.IfBranch, layer.Branch?.ElseBranch, layer.Loop?.ConditionNetwork, layer.Loop?.BodyNetwork])
                {
                    if (nested is not null)
                    {
                        pending.Push(nested.Layers);
                    }
                }
            }
        }
        return used;
    }

    private static void InputsAreUsed(NetworkSubject network, RuleReport report)
    {
        HashSet<string> used = UsedBlobs(network);
        RepeatedField<FeatureDescription> inputs = network.Model.Description.Input;
        for (int i = 0; i < inputs.Count; i++)
        {
            if (!used.Contains(inputs[i].Name))
            {
                report.Add(network.Model.At($"description.input[{i}]"), "a layer that uses it", $"'{inputs[i].Name}' unused");
            }
        }
    }
}
