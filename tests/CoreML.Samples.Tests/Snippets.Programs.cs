using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Samples.Tests;

// The page about building programs.
internal static partial class Snippets
{
    public static void FirstProgram()
    {
        // snippet: program-first
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
        {
            Var x = p.Input("x", [1, 4]);
            TensorConstant weight = Weight.Of(new float[] { 1, 0, 0, 0, 0, 1, 0, 0 }, [2, 4]);
            p.Output("y", x.Linear(weight, new float[] { 0.5f, -0.5f }).Relu());
        });
        model.Save("First.mlpackage");
        // end
    }

    public static void Classifier()
    {
        // snippet: program-classifier
        var random = new Random(1);
        TensorConstant Weights(params long[] shape)
        {
            var values = new float[shape.Aggregate(1L, (product, size) => product * size)];
            for (int i = 0; i < values.Length; i++)
            {
                values[i] = random.NextSingle() - 0.5f;
            }
            return Weight.Of(values, shape).As(ElementType.Float16);
        }

        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var image = p.Input("image", ImageType.Rgb(32, 32, scale: 1 / 255f));
            Var x = image.Cast(ElementType.Float16);
            x = x.Conv(Weights(8, 3, 3, 3), padType: PadType.Same).Relu().MaxPool([2, 2], PadType.Valid, strides: [2, 2]);
            x = x.Conv(Weights(16, 8, 3, 3), padType: PadType.Same).Relu().ReduceMean([2, 3]);
            Var probabilities = x.Linear(Weights(3, 16)).Softmax();
            p.Classify(probabilities.Cast(ElementType.Float32), ["cat", "dog", "neither"]);
        });
        model.Metadata.Author = "Vision team";
        model.Save("Animals.mlpackage");
        // end
    }
}
