using CoreML.Specification;
using CoreML.Specification.CoreMLModels;
using Google.Protobuf;
using ArrayKind = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Function = CoreML.Specification.MILSpec.Function;

namespace CoreML.Format.Tests;

public sealed class RequiredVersionTests
{
    private static readonly (int Version, string Feature, string Path, Action<Model> Use)[] Uses =
    [
        (2, "a layer of kind custom", "neuralNetwork.layers[0]", m => Layer(m).Custom = new()),
        (2, "a weight in half precision", "neuralNetwork.layers[0].innerProduct.weights",
            m => Layer(m).InnerProduct = new() { Weights = Network.Halves(0, 0) }),
        (3, "a quantized weight", "neuralNetwork.layers[0].innerProduct.bias",
            m => Layer(m).InnerProduct = new() { Bias = Network.Linear(8, [1], [1]) }),
        (3, "a layer of kind resizeBilinear", "neuralNetwork.layers[0]", m => Layer(m).ResizeBilinear = new()),
        (3, "an array of flexible shape", "description.input[0]", m => Array(m).ShapeRange = new()),
        (3, "an image of flexible size", "description.input[0]", m => Image(m).ImageSizeRange = new()),
        (3, "a feature of type sequence", "description.output[0]", m => m.Description.Output.Add(new FeatureDescription { Type = new() { SequenceType = new() } })),
        (3, "a model of type textClassifier", "", m => m.TextClassifier = new()),
        (4, "revision 2 of a language model", "textClassifier", m => m.TextClassifier = new() { Revision = 2 }),
        (4, "a model of type kNearestNeighborsClassifier", "", m => m.KNearestNeighborsClassifier = new()),
        (4, "an updatable model", "", m => m.IsUpdatable = true),
        (4, "a network with exact shapes", "neuralNetwork",
            m => m.NeuralNetwork = new() { ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping }),
        (4, "a convolution with weights as an input", "neuralNetwork.layers[0]", m =>
        {
            NeuralNetworkLayer layer = Layer(m);
            layer.Convolution = new();
            layer.Input.Add(["x", "w"]);
        }),
        (4, "a layer of kind sliceStatic", "neuralNetwork.layers[0]", m => Layer(m).SliceStatic = new()),
        (5, "a layer of kind pooling3d", "neuralNetwork.layers[0]", m => Layer(m).Pooling3D = new()),
        (5, "a product in int8", "neuralNetwork.layers[0]", m => Layer(m).InnerProduct = new() { Int8DynamicQuantize = true }),
        (5, "upsampling with corners or by fractions", "neuralNetwork.layers[0]",
            m => Layer(m).Upsample = new() { FractionalScalingFactor = { 1.5f, 1.5f } }),
        (5, "a pixel shuffle", "neuralNetwork.layers[0]",
            m => Layer(m).ReorganizeData = new() { Mode = ReorganizeDataLayerParams.Types.ReorganizationType.PixelShuffle }),
        (5, "an interleaving concatenation", "neuralNetwork.layers[0]", m => Layer(m).ConcatND = new() { Interleave = true }),
        (5, "a dynamic slice that squeezes", "neuralNetwork.layers[0]", m => Layer(m).SliceDynamic = new() { SqueezeMasks = { true } }),
        (5, "a layer of kind cumSum", "neuralNetwork.layers[0].loop.bodyNetwork.layers[0]",
            m => Layer(m).Loop = new() { BodyNetwork = new() { Layers = { new NeuralNetworkLayer { CumSum = new() } } } }),
        (5, "an optional input with a default value", "description.input[0]", m =>
        {
            Array(m).FloatDefaultValue = 1;
            m.Description.Input[0].Type.IsOptional = true;
        }),
        (5, "single precision in non-maximum suppression", "description.input[0]", m =>
        {
            Array(m).DataType = ArrayKind.Float32;
            m.NonMaximumSuppression = new();
        }),
        (5, "a feature print of objects", "visionFeaturePrint", m => m.VisionFeaturePrint = new() { Objects = new() }),
        (5, "revision 3 of a word tagger", "wordTagger", m => m.WordTagger = new() { Revision = 3 }),
        (5, "a model of type serializedModel", "", m => m.SerializedModel = new()),
        (6, "a model of type mlProgram", "", m => m.MlProgram = new()),
        (7, "an array in half precision", "description.input[0]", m => Array(m).DataType = ArrayKind.Float16),
        (7, "an image in half precision", "description.input[0]",
            m => Image(m).ColorSpace = ImageFeatureType.Types.ColorSpace.GrayscaleFloat16),
        (7, "the opset CoreML6", "mlProgram.functions[other]",
            m => m.MlProgram = new() { Functions = { ["main"] = new Function { Opset = "CoreML5" }, ["other"] = new Function { Opset = "CoreML6" } } }),
        (8, "version 2 of the scene print", "visionFeaturePrint",
            m => m.VisionFeaturePrint = new() { Scene = new() { Version = VisionFeaturePrint.Types.Scene.Types.SceneVersion._2 } }),
        (8, "revision 4 of a language model", "wordTagger", m => m.WordTagger = new() { Revision = 4 }),
        (8, "a model of type classConfidenceThresholding", "", m => m.ClassConfidenceThresholding = new()),
        (9, "a state", "description.state[0]", m => m.Description.State.Add(new FeatureDescription { Type = new() { StateType = new() } })),
        (9, "a description of functions", "description", m => m.Description.Functions.Add(new FunctionDescription { Input = { new FeatureDescription() } })),
        (9, "a function without inputs", "description.functions[0]", m => m.Description.Functions.Add(new FunctionDescription())),
        (9, "a model without inputs", "description", m => m.Description.Input.Clear()),
        (10, "an array of int8", "description.input[0]", m => Array(m).DataType = ArrayKind.Int8),
    ];

    public static TheoryData<int> Rows => [.. Enumerable.Range(0, Uses.Length)];

    [Fact]
    public void Plain_models_need_version_1()
    {
        RequiredVersion required = RequiredVersion.Of(Plain());
        Assert.Equal(1, required.Version);
        Assert.Empty(required.Reasons);
        Assert.Equal(1, RequiredVersion.Of(new Model()).Version);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_a_model_uses_asks_for_its_version(int row)
    {
        (int version, string feature, string path, Action<Model> use) = Uses[row];
        Model model = Plain();
        use(model);
        RequiredVersion required = RequiredVersion.Of(model);
        Assert.Contains(new VersionReason(version, feature, path), required.Reasons);
        Assert.Equal(required.Reasons.Max(reason => reason.Version), required.Version);
        Assert.Equal(required.Reasons.Count(reason => reason.Version >= version), required.Beyond(version - 1).Count);
        Assert.DoesNotContain(required.Beyond(version), reason => reason.Feature == feature);
    }

    [Fact]
    public void A_pipeline_needs_what_its_stages_need_and_says_it_once()
    {
        Model stage = Plain();
        Layer(stage).CumSum = new();
        Model pipeline = Plain();
        pipeline.Pipeline = new Pipeline { Models = { Plain(), stage, stage.Clone() } };
        VersionReason reason = Assert.Single(RequiredVersion.Of(pipeline).Reasons);
        Assert.Equal(new VersionReason(5, "a layer of kind cumSum", "pipeline.models[1].neuralNetwork.layers[0]"), reason);
        Assert.Equal("version 5 (iOS 14, macOS 11): a layer of kind cumSum at pipeline.models[1].neuralNetwork.layers[0]", reason.ToString());
    }

    [Fact]
    public void Every_kind_of_layer_has_the_name_of_its_field()
    {
        foreach (NeuralNetworkLayer.LayerOneofCase kind in Enum.GetValues<NeuralNetworkLayer.LayerOneofCase>())
        {
            string? field = NeuralNetworkLayer.Descriptor.FindFieldByNumber((int)kind)?.Name;
            Assert.Equal(field ?? "none", LayerKinds.NameOf(kind));
        }
    }

    [Fact]
    public void Descriptions_say_the_version_of_opsets() =>
        Assert.Equal([6, 10, 0, 0], (int[])[.. new[] { "CoreML5", "CoreML9", "CoreML99", "" }.Select(DeploymentTargets.VersionOfOpset)]);

    private static Model Plain() => new()
    {
        Description = new() { Input = { new FeatureDescription { Name = "x", Type = new() { DoubleType = new() } } } },
        Identity = new(),
    };

    private static NeuralNetworkLayer Layer(Model model)
    {
        var layer = new NeuralNetworkLayer();
        model.NeuralNetwork = new() { Layers = { layer } };
        return layer;
    }

    private static ArrayFeatureType Array(Model model) => model.Description.Input[0].Type.MultiArrayType = new();

    private static ImageFeatureType Image(Model model) => model.Description.Input[0].Type.ImageType = new();
}
