using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Builder;

/// <summary>Finds the shapes of all blobs of a neural network, made by this library or another.</summary>
public static class NetworkShapes
{
    /// <summary>Finds the shapes.</summary>
    /// <param name="model">A neural network, classifier or regressor.</param>
    /// <returns>The shape of each blob by its name, those inside of branches and loops included, as far as they follow from the inputs.
    /// Without exact shapes blobs have five dimensions: sequence, batch, channel, height and width, the first two of which nobody knows.</returns>
    /// <exception cref="ArgumentException">The model is of another type.</exception>
    /// <exception cref="CoreMLException">CML7101, CML7102, CML7103, CML7104: a layer does not fit what it is given.</exception>
    public static IReadOnlyDictionary<string, TensorShape> Infer(Model model)
    {
        ArgumentNullException.ThrowIfNull(model);
        (RepeatedField<NeuralNetworkLayer> layers, bool arrays, bool images, string path) = model switch
        {
            { NeuralNetwork: { } p } => (p.Layers, Exact(p.ArrayInputShapeMapping), Exact(p.ImageInputShapeMapping), "neuralNetwork"),
            { NeuralNetworkClassifier: { } p } =>
                (p.Layers, Exact(p.ArrayInputShapeMapping), Exact(p.ImageInputShapeMapping), "neuralNetworkClassifier"),
            { NeuralNetworkRegressor: { } p } =>
                (p.Layers, Exact(p.ArrayInputShapeMapping), Exact(p.ImageInputShapeMapping), "neuralNetworkRegressor"),
            _ => throw new ArgumentException($"The model is of type {ModelStage.TypeName(model)}.", nameof(model)),
        };
        var shapes = new Dictionary<string, TensorShape>(StringComparer.Ordinal);
        foreach (FeatureDescription input in model.Description.Input)
        {
            shapes[input.Name] = FeatureShapes.OfInput(input.Type, input.Type.ImageType is null ? arrays : images) ?? TensorShape.Unranked;
        }
        bool exact = arrays || images || layers.Any(LayerKinds.IsNewerThanIos12);
        Walk(layers, shapes, rank5: !exact, path);
        return shapes;

        static bool Exact<T>(T mapping)
            where T : struct, Enum => !EqualityComparer<T>.Default.Equals(mapping, default);
    }

    // Reading has bounded the nesting of networks.
    private static void Walk(RepeatedField<NeuralNetworkLayer> layers, Dictionary<string, TensorShape> shapes, bool rank5, string path)
    {
        for (int i = 0; i < layers.Count; i++)
        {
            NeuralNetworkLayer layer = layers[i];
            string place = $"{path}.layers[{i}]";
            TensorShape[] inputs = [.. layer.Input.Select(name => shapes.TryGetValue(name, out TensorShape? shape)
                ? shape
                : throw BuilderDiagnostics.UnknownBlob.Error(path: place, expected: "an input or an output of an earlier layer", found: $"'{name}'"))];
            TensorShape[] outputs = LayerShapes.Infer(layer, inputs, layer.Output.Count, rank5, place);
            for (int output = 0; output < outputs.Length; output++)
            {
                Set(shapes, layer.Output[output], outputs[output]);
            }
            if (layer.LayerCase == Kind.Branch)
            {
                Walk(layer.Branch.IfBranch?.Layers ?? [], shapes, rank5, place + ".branch.ifBranch");
                Walk(layer.Branch.ElseBranch?.Layers ?? [], shapes, rank5, place + ".branch.elseBranch");
            }
            else if (layer.LayerCase == Kind.Loop)
            {
                // The second round sees what the first one changed; sizes that change every time are unknown by then.
                for (int round = 0; round < 2; round++)
                {
                    Walk(layer.Loop.ConditionNetwork?.Layers ?? [], shapes, rank5, place + ".loop.conditionNetwork");
                    Walk(layer.Loop.BodyNetwork?.Layers ?? [], shapes, rank5, place + ".loop.bodyNetwork");
                }
            }
        }
    }

    // A blob that is written to by a copy, or by both bodies of a branch, may have either shape.
    private static void Set(Dictionary<string, TensorShape> shapes, string name, TensorShape shape) =>
        shapes[name] = shapes.TryGetValue(name, out TensorShape? before) ? Dimensions.Either(before, shape) : shape;
}
