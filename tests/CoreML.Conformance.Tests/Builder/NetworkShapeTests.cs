using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>The shapes that are inferred are those that golden and real networks declare.</summary>
public class NetworkShapeTests
{
    [Fact]
    public void Shapes_are_those_declared()
    {
        int networks = 0;
        int outputs = 0;
        foreach (string path in (string[])[.. Shared.Files("*.mlmodel", "golden", "nn"), .. Shared.Files("*.mlmodel", "corpus", "models")])
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelStage stage in model.Stages.Where(IsNetwork))
            {
                Model fixedSize = WithDefaultShapes(stage.Specification);
                IReadOnlyDictionary<string, TensorShape> shapes = NetworkShapes.Infer(fixedSize);
                _ = NetworkShapes.Infer(stage.Specification);
                networks++;
                foreach (FeatureDescription output in stage.Specification.Description.Output)
                {
                    if (output.Type.MultiArrayType is { Shape.Count: > 0 } array && shapes.TryGetValue(output.Name, out TensorShape? shape) && shape.IsRanked)
                    {
                        Assert.True(Fits(array.Shape, shape, IsExact(stage.Specification)), $"{path}: {output.Name} is {shape}, declared as [{string.Join(", ", array.Shape)}]");
                        outputs++;
                    }
                }
            }
        }
        Assert.True(networks > 280 && outputs > 150, $"{networks} networks, {outputs} outputs");
    }

    private static bool IsNetwork(ModelStage stage) => stage.Specification.TypeCase
        is Model.TypeOneofCase.NeuralNetwork or Model.TypeOneofCase.NeuralNetworkClassifier or Model.TypeOneofCase.NeuralNetworkRegressor;

    private static bool IsExact(Model model) => model.NeuralNetwork?.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping
        || model.NeuralNetworkClassifier?.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping
        || model.NeuralNetworkRegressor?.ArrayInputShapeMapping == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping;

    // Outputs are declared for the default shapes of the inputs.
    private static Model WithDefaultShapes(Model model)
    {
        Model copy = model.Clone();
        foreach (FeatureDescription input in copy.Description.Input)
        {
            if (input.Type.MultiArrayType is { Shape.Count: > 0 } array)
            {
                array.ClearShapeFlexibility();
            }
            input.Type.ImageType?.ClearSizeFlexibility();
        }
        return copy;
    }

    private static bool Fits(Google.Protobuf.Collections.RepeatedField<long> declared, TensorShape shape, bool exact)
    {
        if (exact)
        {
            return declared.Count == shape.Rank && declared.Zip(shape).All(pair => !pair.Second.IsKnown || pair.Second.Size == pair.First);
        }
        Dimension[] sizes = [.. shape.Skip(shape.Rank - 3)];
        return declared.Count == 1
            ? sizes.Any(size => !size.IsKnown) || sizes.Aggregate(1L, (product, size) => product * size.Size) == declared[0]
            : declared.Count != 3 || declared.Zip(sizes).All(pair => !pair.Second.IsKnown || pair.Second.Size == pair.First);
    }
}
