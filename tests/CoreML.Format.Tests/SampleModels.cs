using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using CoreML.Specification.MILSpec;
using Google.Protobuf;
using MilProgram = CoreML.Specification.MILSpec.Program;
using MilType = CoreML.Specification.MILSpec.ValueType;

namespace CoreML.Format.Tests;

/// <summary>Small models of types that differ in what their bytes are made of.</summary>
internal static class SampleModels
{
    public static IReadOnlyDictionary<string, Model> All { get; } = new Dictionary<string, Model>
    {
        ["neural network"] = NeuralNetwork(),
        ["trees"] = Trees(),
        ["pipeline"] = Pipeline(),
        ["program"] = Program(),
        ["nearest neighbors"] = NearestNeighbors(),
        ["text classifier"] = TextClassifier(),
        ["dictionary vectorizer"] = DictVectorizer(),
    };

    public static TheoryData<string> Names => [.. All.Keys];

    public static Model NeuralNetwork()
    {
        var network = new NeuralNetwork
        {
            Layers =
            {
                new NeuralNetworkLayer
                {
                    Name = "conv",
                    Input = { "image" },
                    Output = { "features" },
                    Convolution = new ConvolutionLayerParams
                    {
                        OutputChannels = 1,
                        KernelChannels = 1,
                        KernelSize = { 1, 300 },
                        Same = new SamePadding(),
                        Weights = new WeightParams { FloatValue = { 1, -0.5f } },
                    },
                },
                new NeuralNetworkLayer
                {
                    Name = "relu",
                    Input = { "features" },
                    Output = { "y" },
                    Activation = new ActivationParams { ReLU = new ActivationReLU() },
                },
            },
        };
        return new Model { SpecificationVersion = 4, Description = Describe("image", "y"), NeuralNetwork = network };
    }

    public static Model Scaler() => new()
    {
        SpecificationVersion = 1,
        Description = Describe("x", "y"),
        Scaler = new Scaler { ShiftValue = { 1, 2 }, ScaleValue = { 0.5 } },
    };

    public static Model Program() => new()
    {
        SpecificationVersion = 7,
        Description = Describe("x", "y"),
        MlProgram = new MilProgram
        {
            Version = 1,
            Functions =
            {
                ["main"] = new Function
                {
                    Inputs = { new NamedValueType { Name = "x", Type = Tensor() } },
                    Opset = "CoreML6",
                    BlockSpecializations =
                    {
                        ["CoreML6"] = new Block
                        {
                            Outputs = { "y" },
                            Operations =
                            {
                                new Operation
                                {
                                    Type = "add",
                                    Inputs = { ["x"] = Bind("x"), ["y"] = Bind(Value()) },
                                    Outputs = { new NamedValueType { Name = "y", Type = Tensor() } },
                                },
                            },
                        },
                    },
                },
            },
        },
    };

    private static Model Trees() => new()
    {
        SpecificationVersion = 1,
        Description = Describe("x", "y"),
        TreeEnsembleRegressor = new TreeEnsembleRegressor
        {
            TreeEnsemble = new TreeEnsembleParameters
            {
                NumPredictionDimensions = 1,
                BasePredictionValue = { 0.25 },
                Nodes =
                {
                    new TreeEnsembleParameters.Types.TreeNode { BranchFeatureValue = -0.5, TrueChildNodeId = 1, FalseChildNodeId = 2 },
                    Leaf(1),
                    Leaf(2),
                },
            },
        },
    };

    private static Model Pipeline() => new()
    {
        SpecificationVersion = 1,
        Description = Describe("x", "y"),
        PipelineRegressor = new PipelineRegressor
        {
            Pipeline = new Pipeline { Models = { Scaler(), Trees() }, Names = { "scale", "träume" } },
        },
    };

    private static Model NearestNeighbors() => new()
    {
        SpecificationVersion = 4,
        IsUpdatable = true,
        Description = Describe("x", "y"),
        KNearestNeighborsClassifier = new KNearestNeighborsClassifier
        {
            NumberOfNeighbors = new Int64Parameter { DefaultValue = 3, Set = new Int64Set { Values = { 1, 3, -1 } } },
            NearestNeighborsIndex = new NearestNeighborsIndex
            {
                NumberOfDimensions = 2,
                FloatSamples = { new FloatVector { Vector = { 1, 2 } } },
                SquaredEuclideanDistance = new SquaredEuclideanDistance(),
            },
            Int64ClassLabels = new Int64Vector { Vector = { 7 } },
        },
    };

    private static Model TextClassifier() => new()
    {
        SpecificationVersion = 3,
        Description = Describe("text", "label"),
        TextClassifier = new TextClassifier
        {
            Revision = 1,
            Language = "en",
            ModelParameterData = ByteString.CopyFrom(0xFF, 0x00, 0x80),
            StringClassLabels = new StringVector { Vector = { "yes", "" } },
        },
    };

    private static Model DictVectorizer() => new()
    {
        SpecificationVersion = 1,
        Description = Describe("x", "y"),
        DictVectorizer = new DictVectorizer { Int64ToIndex = new Int64Vector { Vector = { 1, 2, long.MinValue } } },
    };

    private static ModelDescription Describe(string input, string output) => new()
    {
        Input = { Feature(input) },
        Output = { Feature(output) },
        Metadata = new Metadata { Author = "Grün", UserDefined = { ["source"] = "made by hand", ["empty"] = "" } },
    };

    private static FeatureDescription Feature(string name) => new()
    {
        Name = name,
        Type = new FeatureType
        {
            MultiArrayType = new ArrayFeatureType
            {
                Shape = { 1, 300 },
                DataType = ArrayFeatureType.Types.ArrayDataType.Float32,
            },
        },
    };

    private static TreeEnsembleParameters.Types.TreeNode Leaf(ulong id) => new()
    {
        NodeId = id,
        NodeBehavior = TreeEnsembleParameters.Types.TreeNode.Types.TreeNodeBehavior.LeafNode,
        EvaluationInfo = { new TreeEnsembleParameters.Types.TreeNode.Types.EvaluationInfo { EvaluationValue = 1 } },
    };

    private static MilType Tensor() => new()
    {
        TensorType = new TensorType
        {
            DataType = DataType.Float32,
            Rank = 1,
            Dimensions = { new Dimension { Constant = new() { Size = 2 } } },
        },
    };

    private static Value Value() => new()
    {
        Type = Tensor(),
        ImmediateValue = new() { Tensor = new TensorValue { Floats = new() { Values = { 1, 2 } } } },
    };

    private static Argument Bind(string name) => new() { Arguments = { new Argument.Types.Binding { Name = name } } };

    private static Argument Bind(Value value) => new() { Arguments = { new Argument.Types.Binding { Value = value } } };
}
