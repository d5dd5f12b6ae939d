using CoreML.Specification;
using Google.Protobuf;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Validation.Tests;

internal static class NetworkCases
{
    public static readonly RuleCase[] All =
    [
        new("CML8601", "neuralNetwork.layers[0]", Exact, model => model.NeuralNetwork.ArrayInputShapeMapping = default),
        new("CML8602", "neuralNetwork.arrayInputShapeMapping", Sound,
            model => model.NeuralNetwork.ImageInputShapeMapping = NeuralNetworkImageShapeMapping.Rank4ImageMapping),
        new("CML8603", "neuralNetwork.layers", Sound, model => model.NeuralNetwork.Layers.Clear()),
        new("CML8604", "description.input[0].type.multiArrayType.shape", Sound, model => model.Type(0).MultiArrayType.Shape.Add(1)),
        new("CML8605", "description.input[0].type.multiArrayType.shape", Exact,
            model => model.Type(0).MultiArrayType.ShapeRange = new() { SizeRanges = { Make.Range(1, 9) } }),
        new("CML8606", "description.output[0]", Sound, model => model.Description.Output[0].Name = "ghost"),
        new("CML8606", "description.output[1]", Sound, model => model.Description.Output.Add(model.Description.Output[0].Clone())),
        new("CML8606", "description.output[0]", Sound, model => model.NeuralNetwork.Layers.RemoveAt(4)),
        new("CML8607", "neuralNetworkClassifier.labelProbabilityLayerName", Classifier, model => model.NeuralNetworkClassifier.LabelProbabilityLayerName = "ghost"),
        new("CML8608", "neuralNetwork.preprocessing[0]", Sound, model => model.NeuralNetwork.Preprocessing.Add(new NeuralNetworkPreprocessing { FeatureName = "x" })),
        new("CML8609", "neuralNetwork.layers[1].name", Sound, model => Layer(model, 1).Name = ""),
        new("CML8609", "neuralNetwork.layers", Sound, model => Layer(model, 1).Name = "conv"),
        new("CML8610", "description.input[1]", Sound, model => model.Description.Input.Add(Make.Array("other", 3))),

        new("CML8620", "neuralNetwork.layers[1].output", Sound, model => model.NeuralNetwork.Layers.Insert(1, new NeuralNetworkLayer
        {
            Name = "idle", Input = { "x" }, Output = { "nobody" }, Unary = new() { Type = UnaryFunctionLayerParams.Types.Operation.Exp },
        })),

        new("CML8611", "neuralNetwork.layers[1]", Sound, model => Layer(model, 1).ClearLayer()),
        new("CML8612", "neuralNetwork.layers[1].input", Sound, model => Layer(model, 1).Input.Clear()),
        new("CML8612", "neuralNetwork.layers[1].input", Sound, model => Layer(model, 1).Input.Add("x")),
        new("CML8613", "neuralNetwork.layers[1].output", Sound, model => Layer(model, 1).Output.Add("more")),
        new("CML8613", "neuralNetwork.layers[1].output", Sound, model => Layer(model, 1).Output.Clear()),
        new("CML8614", "neuralNetwork.layers[1].inputTensor", Exact, model => Layer(model, 1).InputTensor.Add(new Tensor { Rank = 3 })),
        new("CML8614", "neuralNetwork.layers[1].inputTensor[0].rank", Exact, model => Layer(model, 1).InputTensor[0].Rank = 0),
        new("CML8615", "neuralNetwork.layers[1].inputTensor[0].rank", Exact, model =>
        {
            Layer(model, 1).InputTensor[0].DimValue.Clear();
            Layer(model, 1).InputTensor[0].Rank = 4;
        }),
        new("CML8616", "neuralNetwork.layers[2].input[0]", Sound, model => Layer(model, 2).Input[0] = "nowhere"),
        new("CML8616", "neuralNetwork.layers[0].input[0]", Sound, model => Layer(model, 0).Input[0] = "y"),
        new("CML8617", "neuralNetwork.layers[1].output[0]", Sound, model => Layer(model, 1).Output[0] = "c"),
        new("CML8617", "neuralNetwork.layers[4].output[0]", Sound, model => Layer(model, 4).Output[0] = "x"),
        new("CML8618", "neuralNetwork.layers[2].branch.ifBranch", Control, model => Layer(model, 2).Branch.IfBranch = null),
        new("CML8618", "neuralNetwork.layers[3].loop.bodyNetwork", Control, model => Layer(model, 3).Loop.BodyNetwork.Layers.Clear()),
        new("CML8618", "neuralNetwork.layers[3].loop.conditionVar", Control, model => Layer(model, 3).Loop.ConditionVar = "c"),
        new("CML8618", "neuralNetwork.layers[3].loop.maxLoopIterations", Control, model => Layer(model, 3).Loop.MaxLoopIterations = 0),
        new("CML8616", "neuralNetwork.layers[2].branch.elseBranch.layers[0].input[0]", Control,
            model => Layer(model, 2).Branch.ElseBranch.Layers[0].Input[0] = "nowhere"),
        new("CML8616", "neuralNetwork.layers[3].loop.bodyNetwork.layers[0].input[0]", Control, model => Layer(model, 2).Branch.ElseBranch.Layers[0].Output[0] = "other"),
        new("CML8619", "neuralNetwork.layers[1]", Exact, model => (Layer(model, 1).LoopBreak, Layer(model, 1).Name) = (new(), "break")),

        new("CML8641", "neuralNetwork.layers[0]", Exact, model => Layer(model, 0).Convolution = Convolution()),
        new("CML8641", "neuralNetwork.layers[0]", Exact, model => Growing(model).ArgSort = new()),
        new("CML8642", "neuralNetwork.layers[1]", Exact, model => Layer(model, 1).ExpandDims = new() { Axes = { 0 } }),
        new("CML8642", "neuralNetwork.layers[1]", Exact, model => Layer(model, 1).Squeeze = new() { Axes = { 0, 1 } }),
        new("CML8642", "neuralNetwork.layers[1]", Exact, model => Layer(model, 1).RangeStatic = new()),
        new("CML8642", "neuralNetwork.layers[1]", Exact, model => Layer(model, 1).RankPreservingReshape = new() { TargetShape = { 1 } }),
        new("CML8642", "neuralNetwork.layers[0]", Exact, model => Growing(model).BatchedMatmul = new()),
        new("CML8643", "neuralNetwork.layers[1].softmaxND.axis", Exact, model => Layer(model, 1).SoftmaxND.Axis = 3),
        new("CML8643", "neuralNetwork.layers[1].reduceMax.axis", Exact, model => Layer(model, 1).ReduceMax = new() { Axes = { 0, -4 } }),
        new("CML8643", "neuralNetwork.layers[1].argSort.axis", Exact, model => Layer(model, 1).ArgSort = new() { Axis = -1 }),
    ];

    /// <summary>Convolution, activation, pooling, flattening and product, in the shapes of iOS 11.</summary>
    public static Model Sound()
    {
        Model model = Make.Model([Make.Array("x", 3, 8, 8)], [Make.Array("y", 4)]);
        model.NeuralNetwork = new NeuralNetwork
        {
            Layers =
            {
                new NeuralNetworkLayer { Name = "conv", Input = { "x" }, Output = { "c" }, Convolution = Convolution() },
                new NeuralNetworkLayer { Name = "relu", Input = { "c" }, Output = { "r" }, Activation = new() { ReLU = new() } },
                new NeuralNetworkLayer { Name = "pool", Input = { "r" }, Output = { "p" }, Pooling = new() { GlobalPooling = true, Valid = new() } },
                new NeuralNetworkLayer { Name = "flat", Input = { "p" }, Output = { "f" }, Flatten = new() },
                new NeuralNetworkLayer { Name = "fc", Input = { "f" }, Output = { "y" }, InnerProduct = Product() },
            },
        };
        return model;
    }

    public static NeuralNetworkLayer Layer(Model model, int index) => model.NeuralNetwork.Layers[index];

    public static WeightParams Weights(int count) => new() { FloatValue = { new float[count] } };

    public static WeightParams Halves(int count) => new() { Float16Value = ByteString.CopyFrom(new byte[2 * count]) };

    public static WeightParams Quantized(int bits, int bytes, params float[] scales) => new()
    {
        RawValue = ByteString.CopyFrom(new byte[bytes]),
        Quantization = new() { NumberOfBits = (ulong)bits, LinearQuantization = new() { Scale = { scales } } },
    };

    /// <summary>Two layers with tensors, in exact shapes.</summary>
    public static Model Exact()
    {
        Model model = Make.Model([Make.Array("x", DataType.Float32, 2, 3)], [Make.Array("y", DataType.Float32, 2, 3)], 5);
        model.NeuralNetwork = new NeuralNetwork
        {
            ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping,
            Layers =
            {
                Ranked("first", "x", "m", new NeuralNetworkLayer { Sin = new() }),
                Ranked("second", "m", "y", new NeuralNetworkLayer { SoftmaxND = new() { Axis = -1 } }),
            },
        };
        return model;
    }

    // The first layer, which makes three dimensions of two.
    private static NeuralNetworkLayer Growing(Model model)
    {
        Layer(model, 0).OutputTensor[0] = new() { Rank = 3 };
        Layer(model, 1).InputTensor[0] = new() { Rank = 3 };
        return Layer(model, 0);
    }

    public static Model Classifier()
    {
        Model model = Sound();
        NeuralNetwork network = model.NeuralNetwork;
        model.Description.Output.Clear();
        model.Description.Output.Add([Make.String("label"), Make.Dictionary("p")]);
        model.Description.PredictedFeatureName = "label";
        model.Description.PredictedProbabilitiesName = "p";
        model.NeuralNetworkClassifier = new() { Layers = { network.Layers }, StringClassLabels = Make.Texts("a", "b", "c", "d"), LabelProbabilityLayerName = "y" };
        return model;
    }

    // c: a condition; s: made in both branches; t: made by the loop.
    private static Model Control()
    {
        Model model = Make.Model([Make.Array("x", DataType.Float32, 1)], [Make.Array("t", DataType.Float32, 1)], 5);
        model.NeuralNetwork = new NeuralNetwork
        {
            ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping,
            Layers =
            {
                new NeuralNetworkLayer { Name = "zero", Output = { "z" }, FillStatic = new() { TargetShape = { 1 } } },
                new NeuralNetworkLayer { Name = "condition", Input = { "x", "z" }, Output = { "c" }, LessThan = new() },
                new NeuralNetworkLayer { Name = "branch", Input = { "c" }, Branch = new() { IfBranch = Inner("sin", "x", "s"), ElseBranch = Inner("cos", "x", "s") } },
                new NeuralNetworkLayer { Name = "loop", Loop = new() { MaxLoopIterations = 2, BodyNetwork = Inner("body", "s", "t") } },
            },
        };
        return model;
    }

    private static NeuralNetwork Inner(string name, string input, string output) =>
        new() { Layers = { new NeuralNetworkLayer { Name = name, Input = { input }, Output = { output }, Sin = new() } } };

    private static NeuralNetworkLayer Ranked(string name, string input, string output, NeuralNetworkLayer layer)
    {
        layer.Name = name;
        layer.Input.Add(input);
        layer.Output.Add(output);
        layer.InputTensor.Add(new Tensor { Rank = 2, DimValue = { 2, 3 } });
        layer.OutputTensor.Add(new Tensor { Rank = 2, DimValue = { 2, 3 } });
        return layer;
    }

    private static ConvolutionLayerParams Convolution() => new()
    {
        OutputChannels = 2,
        KernelChannels = 3,
        KernelSize = { 3, 3 },
        Same = new(),
        Weights = Weights(54),
    };

    private static InnerProductLayerParams Product() =>
        new() { InputChannels = 2, OutputChannels = 4, HasBias = true, Weights = Weights(8), Bias = Weights(4) };
}
