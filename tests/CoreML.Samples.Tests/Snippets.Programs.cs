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

    public static void Inputs()
    {
        // snippet: program-inputs
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
        {
            Var tokens = p.Input("tokens", Feature.Array([1, 16, 8]).WithShapeRange(1, (1, 128), 8), "1 to 128 rows of 8 numbers.");
            Var bias = p.Input("bias", Feature.Array([8]).Optional(0.5), "0.5 each if left out.");
            p.Output("y", (tokens + bias).Tanh());

            Var photo = p.Input("photo", ImageType.Bgr(64, 64, scale: 2 / 255f, bias: [-1, -1, -1]));
            p.Output("negative", (1 - photo) * 127.5, ImageType.Bgr(64, 64));
        });
        model.Save("Inputs.mlpackage");
        // end
    }

    public static void State()
    {
        // snippet: program-state
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
        {
            Var x = p.Input("x", [1, 4], ElementType.Float16);
            Var sum = p.State("sum", [1, 4]);
            Var next = sum.ReadState() + x;
            sum.WriteState(next);
            p.Output("total", next);
        });
        model.Save("Counter.mlpackage");
        // end
    }

    public static void Blocks()
    {
        // snippet: program-blocks
        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS16, p =>
        {
            Var x = p.Input("x", [4]);
            Var positive = x.ReduceSum([0], keepDims: false) > 0;
            Var y = p.Cond(positive, () => x.Sqrt(), () => -x);

            // Doubles y until its sum is 100; a list keeps what came out of each step.
            Var steps = p.MakeList(elemShape: [4], initLength: 1, dynamicLength: true, dtype: ElementType.Float32);
            Var[] end = p.While(
                [p.Const(0), y + 1, steps],
                state => state[1].ReduceSum([0], keepDims: false) < 100,
                state => [state[0] + 1, state[1] * 2, state[2].ListWrite(state[0], state[1])]);
            p.Output("count", end[0]);
            p.Output("y", end[1]);
            p.Output("first", end[2].ListRead(0));
        });
        model.Save("Blocks.mlpackage");
        // end
    }

    public static void SharedWeights()
    {
        // snippet: program-functions
        using CoreMLModel animals = CoreMLModel.Open("Animals.mlpackage");
        var last = (ProgramWeight)animals.ReadWeights()[^1];
        MilConstant embedding = last.Value!.Constant!;

        using CoreMLModel model = ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
        {
            p.Function("embed", () => p.Output("y", p.Input("x", [1, 16], ElementType.Float16).Linear(embedding)));
            p.Function("classify", () => p.Output("y", p.Input("x", [1, 16], ElementType.Float16).Linear(embedding).Softmax()));
            p.DefaultFunction("classify");
        });
        model.Save("Functions.mlpackage");
        // end
    }
}
