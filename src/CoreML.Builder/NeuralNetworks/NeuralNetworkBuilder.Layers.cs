using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Builder;

public sealed partial class NeuralNetworkBuilder
{
    /// <summary>Adds a layer where the network is at the moment.</summary>
    /// <param name="layer">The layer with its parameters, but without blobs.</param>
    /// <param name="inputs">What it takes.</param>
    /// <param name="outputs">How many blobs it makes.</param>
    /// <returns>The blobs that it makes.</returns>
    internal Blob[] AddLayer(NeuralNetworkLayer layer, Blob[] inputs, int outputs)
    {
        LayerNode node = Add(new LayerNode(layer, inputs), outputs, out TensorShape[] shapes);
        string name = NewName(LayerKinds.NameOf(layer.LayerCase));
        layer.Name = name;
        node.Outputs = new Blob[outputs];
        for (int i = 0; i < outputs; i++)
        {
            var blob = new Blob(this, _scope, outputs == 1 ? name : NewName($"{name}_out"), shapes[i]) { Producer = node };
            _blobs[blob.Name] = blob;
            node.Outputs[i] = blob;
        }
        // Apple's reader wants the shapes with this kind of layer.
        node.DeclaresShapes = layer.LayerCase == Kind.RankPreservingReshape;
        return node.Outputs;
    }

    /// <summary>Gives a blob another name.</summary>
    internal void Rename(Blob blob, string name)
    {
        if (blob.Name == name)
        {
            return;
        }
        if (_features.Contains(blob))
        {
            throw BuilderDiagnostics.DuplicateBlob.Error(
                path: $"blob '{blob.Name}'", expected: "a blob that is neither input nor output", found: $"'{name}' as another name");
        }
        if (!_blobs.TryAdd(name, blob))
        {
            throw DuplicateBlob(name);
        }
        _blobs.Remove(blob.Name);
        blob.Name = name;
    }

    // Checks all that a layer can be checked for, and adds it.
    private LayerNode Add(LayerNode node, int outputs, out TensorShape[] shapes)
    {
        NeuralNetworkLayer layer = node.Layer;
        string path = $"layers[{_scope.Layers.Count}]";
        foreach (Blob input in node.Inputs)
        {
            ArgumentNullException.ThrowIfNull(input, nameof(node));
            if (input.Network != this || !_scope.Sees(input.Scope))
            {
                throw BuilderDiagnostics.UnknownBlob.Error(
                    path: $"{path}.{LayerKinds.NameOf(layer.LayerCase)}", expected: "a blob that is visible here", found: $"'{input.Name}'");
            }
        }
        CheckMapping(node, path);
        CheckWeights(layer, path);
        shapes = LayerShapes.Infer(layer, [.. node.Inputs.Select(input => input.Shape)], outputs, !HasExactShapes, path);
        _scope.Layers.Add(node);
        return node;
    }

    private void CheckMapping(LayerNode node, string path)
    {
        bool newer = LayerKinds.VersionOf(node.Layer.LayerCase) > 3 || (node.Layer.LayerCase == Kind.Convolution && node.Inputs.Length > 1)
            || LayerKinds.IsNewerThanIos12(node.Layer);
        if (newer && !HasExactShapes)
        {
            throw BuilderDiagnostics.LayerMapping.Error(
                path: $"{path}.{LayerKinds.NameOf(node.Layer.LayerCase)}", expected: "a layer of iOS 12 or before, or exact shapes",
                found: $"{LayerKinds.NameOf(node.Layer.LayerCase)} without exact shapes");
        }
    }

    private static void CheckWeights(NeuralNetworkLayer layer, string path)
    {
        if (LayerWeights.Of(layer) is not { } kind)
        {
            return;
        }
        foreach (LayerWeight weight in kind.Weights)
        {
            if (weight.Parameters is { } parameters && WeightForms.Of(parameters) != WeightForm.None
                && WeightCheck.Find(parameters, weight.Layout, $"{path}.{kind.KindName}.{weight.Field}") is { } diagnostic)
            {
                throw new CoreMLException(diagnostic);
            }
            if (weight.Parameters is { IsUpdatable: true })
            {
                layer.IsUpdatable = true;
            }
        }
    }

    // sin, sin_2, sin_3, …
    private string NewName(string stem)
    {
        while (true)
        {
            int number = _counters[stem] = _counters.GetValueOrDefault(stem) + 1;
            string name = number == 1 ? stem : $"{stem}_{number}";
            if (!_blobs.ContainsKey(name))
            {
                return name;
            }
        }
    }

    private static IEnumerable<LayerNode> AllLayers(NetworkScope scope) =>
        scope.Layers.SelectMany(node => node.Bodies.SelectMany(AllLayers).Prepend(node));

    private static CoreMLException DuplicateBlob(string name) =>
        BuilderDiagnostics.DuplicateBlob.Error(path: $"blob '{name}'", expected: "a name of its own", found: "another blob of this name");
}
