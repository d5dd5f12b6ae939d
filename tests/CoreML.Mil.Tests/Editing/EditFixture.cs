using CoreML.Format;
using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil.Tests;

/// <summary>Small models to be edited.</summary>
internal static class EditFixture
{
    /// <summary>An ML program: <c>y = relu(x) + relu(x)</c> of [1, 4] in single precision, or with another sum in place of
    /// the relu.</summary>
    public static CoreMLModel Program(int version, bool sumOnly = false)
    {
        var type = new TensorType(ElementType.Float32, [1, 4]);
        CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = version,
            Description = Describe([1, 4]),
            MlProgram = new(),
        });
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML5");
        MilValue x = main.AddInput("x", type);
        MilValue relu = sumOnly
            ? main.Body.Append("add", [("x", x), ("y", x)], [("relu", type)]).Output
            : main.Body.Append("relu", [("x", x)], [("relu", type)]).Output;
        main.Body.SetOutputs(main.Body.Append("add", [("x", relu), ("y", relu)], [("y", type)]).Output);
        model.WriteProgram(program);
        return model;
    }

    /// <summary>A neural network of one layer with an input and an output of the given shape.</summary>
    public static Model Network(params long[] shape) => new()
    {
        SpecificationVersion = 3,
        Description = Describe(shape),
        NeuralNetwork = new NeuralNetwork
        {
            Layers = { new NeuralNetworkLayer { Name = "relu", Input = { "x" }, Output = { "y" }, Activation = new() { ReLU = new() } } },
        },
    };

    private static ModelDescription Describe(long[] shape) => new()
    {
        Input = { Feature("x", shape) },
        Output = { Feature("y", shape) },
    };

    private static FeatureDescription Feature(string name, long[] shape) => new()
    {
        Name = name,
        Type = new FeatureType { MultiArrayType = new ArrayFeatureType { Shape = { shape }, DataType = DataType.Float32 } },
    };
}
