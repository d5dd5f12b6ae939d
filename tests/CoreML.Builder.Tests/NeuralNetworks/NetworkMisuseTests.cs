using CoreML.Format;
using CoreML.Specification;
using Operation = CoreML.Specification.ReorganizeDataLayerParams.Types.ReorganizationType;
using SliceAxis = CoreML.Specification.SliceLayerParams.Types.SliceAxis;

namespace CoreML.Builder.Tests;

/// <summary>The builder of neural networks notices what does not fit, at the call.</summary>
public class NetworkMisuseTests
{
    private static readonly Dictionary<string, (string Code, Action<NeuralNetworkBuilder, Blob> Act)> Cases = new()
    {
        ["sizes that cannot be broadcast"] = ("CML7101", (n, x) => _ = x + n.Input("z", Feature.Array([5]))),
        ["a product of sizes that differ"] = ("CML7101", (n, x) => x.MatMul(n.Input("z", Feature.Array([5, 2])))),
        ["a kernel larger than the image"] = ("CML7101", (n, x) => Image(n).Convolution(new float[3 * 99], 1, (9, 11))),
        ["a convolution of a vector"] = ("CML7101", (n, x) => n.Input("z", Feature.Array([3])).Convolution(new float[27], 1, (3, 3))),
        ["an image cut away"] = ("CML7101", (n, x) => Image(n).Crop((4, 4), (0, 0))),
        ["a reflection larger than the image"] = ("CML7101", (n, x) => Image(n).PadReflecting((8, 0), (0, 0))),
        ["channels that a block does not divide"] = ("CML7101", (n, x) => Image(n).ReorganizeData(Operation.DepthToSpace, 2)),
        ["a slice of nothing"] = ("CML7101", (n, x) => Image(n).SliceChannels(SliceAxis.ChannelAxis, 2, 1)),
        ["a static slice of nothing"] = ("CML7101", (n, x) => x.Slice([2, 0], [1, 4])),
        ["a reshape to more elements"] = ("CML7101", (n, x) => x.Reshape(5, 5)),
        ["a reshape that leaves a rest"] = ("CML7101", (n, x) => x.Reshape(5, -1)),
        ["a reshape like another"] = ("CML7101", (n, x) => x.ReshapeLike(n.Input("z", Feature.Array([5])))),
        ["a squeeze of a size that is not 1"] = ("CML7101", (n, x) => x.Squeeze(0)),
        ["a concatenation of what differs elsewhere"] = ("CML7101", (n, x) => n.Concat(0, x, n.Input("z", Feature.Array([3, 5])))),
        ["a concatenation of other ranks"] = ("CML7101", (n, x) => n.Concat(0, x, n.Input("z", Feature.Array([3])))),
        ["a stack of what differs"] = ("CML7101", (n, x) => n.Stack(0, x, n.Input("z", Feature.Array([3, 5])))),
        ["parts that are not equal"] = ("CML7101", (n, x) => x.Split(0, 2)),
        ["a broadcast to fewer"] = ("CML7101", (n, x) => x.BroadcastTo(3, 1)),
        ["a shape that is no vector"] = ("CML7101", (n, x) => x.BroadcastTo(x)),
        ["updates of another shape"] = ("CML7101", (n, x) => x.Scatter(n.Input("i", Feature.Array([2])), n.Input("u", Feature.Array([2, 5])))),
        ["indices that are too deep"] = ("CML7101", (n, x) => x.GatherND(n.Input("i", Feature.Array([2, 3])))),
        ["indices along an axis that differ elsewhere"] = ("CML7101", (n, x) => x.GatherAlongAxis(n.Input("i", Feature.Array([2, 5])), 0)),
        ["more of the largest than there are"] = ("CML7101", (n, x) => x.TopK(9)),
        ["windows longer than the axis"] = ("CML7101", (n, x) => x.SlidingWindows(0, 5, 1)),
        ["a part longer than the axis"] = ("CML7101", (n, x) => x.SliceBySize(n.Input("b", Feature.Array([1])), 5, 0)),
        ["a normalization of other sizes"] = ("CML7101", (n, x) => x.LayerNorm(new float[5], new float[5], [5])),
        ["boxes without scores"] = ("CML7101", (n, x) => n.Input("b", Feature.Array([1, 6, 4])).NonMaximumSuppression(n.Input("s", Feature.Array([1, 5, 2])), 3)),
        ["boxes of five numbers"] = ("CML7101", (n, x) => n.Input("b", Feature.Array([1, 6, 5])).NonMaximumSuppression(n.Input("s", Feature.Array([1, 6, 2])), 3)),
        ["slopes and channels"] = ("CML7101", (n, x) => Image(n).PRelu(new float[2])),
        ["vectors of two lengths"] = ("CML7101", (n, x) => Image(n).Dot(n.Input("z", Feature.Array([1, 4, 1, 1])))),
        ["one layer for two images"] = ("CML7101", (n, x) => n.Sum(Image(n), x)),
        ["regions that are no boxes"] = ("CML7101", (n, x) =>
            n.Input("i", Feature.Array([1, 1, 3, 7, 6])).CropResize(n.Input("r", Feature.Array([2, 1, 3, 1, 1])), (3, 3))),
        ["a sequence of images"] = ("CML7101", (n, x) => n.Input("s", Feature.Array([1, 1, 3, 2, 1])).Lstm(4, Lstm(), null)),
        ["states of another length"] = ("CML7101", (n, x) => n.Input("s", Feature.Array([1, 1, 3, 1, 1])).Lstm(
            4, Lstm(), (n.Input("h", Feature.Array([1, 1, 5, 1, 1])), n.Input("c", Feature.Array([1, 1, 4, 1, 1]))))),
        ["a condition of three elements"] = ("CML7101", (n, x) => n.Branch(x, () => x.Relu())),
        ["a number of rounds of three elements"] = ("CML7101", (n, x) => n.Loop(x, () => x.Relu())),
        ["an output of another shape"] = ("CML7101", (n, x) => n.Output("y", x.Relu(), Feature.Array([3, 5]))),
        ["a concatenation of one"] = ("CML7102", (n, x) => n.Concat(0, x)),
        ["one part"] = ("CML7102", (n, x) => x.Split(0, 1)),
        ["a sum of nothing"] = ("CML7102", (n, x) => n.Sum()),
        ["too many thresholds"] = ("CML7102", (n, x) => n.Input("b", Feature.Array([1, 6, 4]))
            .NonMaximumSuppression(n.Input("s", Feature.Array([1, 6, 2])), 3, thresholds: [x, x, x, x])),
        ["an axis that is not there"] = ("CML7103", (n, x) => x.Softmax(2)),
        ["an axis beyond the first"] = ("CML7103", (n, x) => x.ReduceSum([-3])),
        ["an axis twice"] = ("CML7103", (n, x) => x.ReduceSum([0, -2])),
        ["axes that are no order"] = ("CML7103", (n, x) => x.Transpose(0, 0)),
        ["too few axes"] = ("CML7103", (n, x) => x.Transpose(0)),
        ["too few values to reverse"] = ("CML7103", (n, x) => x.Reverse(true)),
        ["a slice of too few axes"] = ("CML7103", (n, x) => x.Slice([0], [1])),
        ["a slice by 0"] = ("CML7103", (n, x) => x.Slice([0, 0], [1, 1], [0, 1])),
        ["parts that do not make the whole"] = ("CML7103", (n, x) => x.Split(0, [1, 1])),
        ["bounds the wrong way round"] = ("CML7103", (n, x) => x.Clip(1, 0)),
        ["a probability of 2"] = ("CML7103", (n, x) => x.RandomBernoulliLike(2)),
        ["random numbers between the wrong bounds"] = ("CML7103", (n, x) => n.RandomUniform([2], 1, 0)),
        ["a range by 0"] = ("CML7103", (n, x) => n.Range(0, 5, 0)),
        ["a range the wrong way"] = ("CML7103", (n, x) => n.Range(5, 0)),
        ["none of the largest"] = ("CML7103", (n, x) => x.TopK(0)),
        ["a stride of 0"] = ("CML7103", (n, x) => Image(n).MaxPool((2, 2), (0, 1))),
        ["a kernel of 0"] = ("CML7103", (n, x) => n.Input("v", Feature.Array([1, 2, 3, 4, 5])).Pooling3D(0, (0, 1, 1))),
        ["outputs that groups do not divide"] = ("CML7103", (n, x) => Image(n).Convolution(new float[4], 4, (1, 1), groups: 3)),
        ["a block of 1"] = ("CML7103", (n, x) => Image(n).ReorganizeData(Operation.SpaceToDepth, 1)),
        ["−1 twice"] = ("CML7103", (n, x) => x.Reshape(-1, -1)),
        ["another rank"] = ("CML7103", (n, x) => x.ReshapeKeepingRank(12)),
        ["a constant of six dimensions"] = ("CML7103", (n, x) => n.Constant(new float[1], 1, 1, 1, 1, 1, 1)),
        ["a scale of two sizes"] = ("CML7103", (n, x) => Image(n).Scale(new float[6], [3, 2])),
        ["a negative constant in a normalization"] = ("CML7103", (n, x) => Image(n).LocalResponseNormalize(k: -1)),
        ["corners of pixels that are repeated"] = ("CML7103", (n, x) =>
            Image(n).Upsample((2, 2), alignment: UpsampleLayerParams.Types.LinearUpsampleMode.AlignCornersTrue)),
        ["a function of no kind"] = ("CML7103", (n, x) => x.Activation(new ActivationParams())),
        ["an empty body of a branch"] = ("CML7103", (n, x) => n.Branch(n.Input("c", Feature.Array([1])), () => { })),
        ["an empty body of a loop"] = ("CML7103", (n, x) => n.Loop(3, () => { })),
        ["a break in no loop"] = ("CML7103", (n, x) => n.Break()),
        ["a continue in no loop"] = ("CML7103", (n, x) => n.Continue()),
        ["a blob of another network"] = ("CML7104", (n, x) => _ = x + new NeuralNetworkBuilder().Input("x", Feature.Array([4]))),
        ["a blob of a body behind it"] = ("CML7104", (n, x) =>
        {
            Blob? inside = null;
            n.Loop(3, () => inside = x.Relu());
            inside!.Relu();
        }
        ),
        ["an output from a body"] = ("CML7104", (n, x) => n.Loop(3, () => n.Output("y", x.Relu()), name: "l")),
        ["a copy over an input"] = ("CML7104", (n, x) => x.Relu().CopyTo(x)),
        ["a condition that its layers do not make"] = ("CML7104", (n, x) => n.Loop(() => x, () => x.Relu())),
        ["a name twice"] = ("CML7105", (n, x) =>
        {
            x.Relu().Named("a");
            x.Relu().Named("a");
        }
        ),
        ["the name of an input"] = ("CML7105", (n, x) => x.Relu().Named("x")),
        ["another name for an input"] = ("CML7105", (n, x) => x.Named("z")),
        ["an input as output"] = ("CML7105", (n, x) => n.Output("y", x)),
        ["an output twice"] = ("CML7105", (n, x) =>
        {
            Blob y = x.Relu();
            n.Output("y", y);
            n.Output("z", y);
        }
        ),
        ["an input of a blob's name"] = ("CML7105", (n, x) =>
        {
            x.Relu().Named("z");
            n.Input("z", Feature.Array([1]));
        }
        ),
        ["an input without a shape"] = ("CML7106", (n, x) => n.Input("z", Feature.Array())),
        ["text as input"] = ("CML7002", (n, x) => n.Input("z", Feature.String)),
        ["an input twice"] = ("CML7001", (n, x) => n.Input("x", Feature.Array([1]))),
        ["an output's name twice"] = ("CML7001", (n, x) =>
        {
            n.Output("y", x.Relu());
            n.Classify(x.Softmax(0), "y", new string[12].Select((_, i) => $"{i}").ToArray());
        }
        ),
        ["labels and probabilities"] = ("CML7005", (n, x) => n.Classify(x.Softmax(0), "label", ["a", "b"])),
        ["a mean image of another size"] = ("CML7005", (n, x) => n.SubtractMeanImage(n.Input("i", Feature.Image(4, 4)), [1, 2, 3])),
        ["pixels of an array"] = ("CML7008", (n, x) => n.ScalePixels(x)),
        ["no layers"] = ("CML7004", (n, x) => n.Build()),
        ["no outputs"] = ("CML7004", (n, x) =>
        {
            x.Relu();
            n.Build();
        }
        ),
        ["nothing but optional inputs"] = ("CML7002", (n, x) =>
        {
            var network = new NeuralNetworkBuilder();
            network.Output("y", network.Input("x", Feature.Array([1]).Optional(1)).Relu());
            network.Build();
        }
        ),
        ["too few weights"] = ("CML3102", (n, x) => x.InnerProduct(new float[11], 2)),
        ["too few weights of a convolution"] = ("CML3102", (n, x) => Image(n).Convolution(new float[26], 1, (3, 3))),
        ["too many biases"] = ("CML3102", (n, x) => x.InnerProduct(new float[8], 2, new float[3])),
        ["too few scales"] = ("CML3105", (n, x) => x.InnerProduct(Weights.Linear(new byte[8], 4, [1, 2, 3]), 2)),
        ["a loss of an input"] = ("CML7107", (n, x) => n.Train(Loss.MeanSquaredError(x, "t"), Sgd(), Parameter.Of(1))),
        ["a cross entropy without softmax"] = ("CML7107", (n, x) => n.Train(Loss.CrossEntropy(Updatable(x), "t"), Sgd(), Parameter.Of(1))),
        ["two losses"] = ("CML7107", (n, x) =>
        {
            Blob y = Updatable(x);
            n.Train(Loss.MeanSquaredError(y, "t"), Sgd(), Parameter.Of(1));
            n.Train(Loss.MeanSquaredError(y, "t"), Sgd(), Parameter.Of(1));
        }
        ),
        ["nothing that changes"] = ("CML7107", (n, x) => Trained(n, x.InnerProduct(new float[8], 2))),
        ["a bias that does not change"] = ("CML7107", (n, x) => Trained(n, x.InnerProduct(((Weights)new float[8]).Updatable(), 2, new float[2]))),
        ["quantized weights that change"] = ("CML7107", (n, x) => Trained(n, x.InnerProduct(Weights.Quantized(new float[8]).Updatable(), 2))),
        ["no way back"] = ("CML7107", (n, x) => Trained(n, Updatable(x).Sin())),
        ["a target that the network makes"] = ("CML7107", (n, x) => Trained(n, Updatable(x), "x")),
        ["weights that change without training"] = ("CML7107", (n, x) =>
        {
            n.Output("y", Updatable(x));
            n.Build();
        }
        ),
        ["no epochs"] = ("CML7006", (n, x) => n.Train(Loss.MeanSquaredError(Updatable(x), "t"), Sgd(), Parameter.Of(0))),
        ["no examples"] = ("CML7006", (n, x) => NetworkOptimizer.Adam(Parameter.Of(0.1), Parameter.Of(0))),
    };

    private static readonly Dictionary<string, Action<NeuralNetworkBuilder, Blob>> Arguments = new()
    {
        ["no name"] = (n, x) => x.Relu().Named(""),
        ["a negative padding"] = (n, x) => Padding.Of((-1, 0), (0, 0)),
        ["a negative padding of a volume"] = (n, x) => VolumePadding.Of((0, 0), (0, 0), (0, -1)),
        ["a padding for pooling"] = (n, x) => Image(n).Convolution(new float[27], 1, (3, 3), padding: Padding.IncludeLastPixel()),
        ["a mean without a variance"] = (n, x) => Image(n).BatchNorm(new float[3], new float[3], new float[3]),
        ["no groups"] = (n, x) => Image(n).Convolution(new float[27], 1, (3, 3), groups: 0),
        ["no outputs"] = (n, x) => x.InnerProduct(new float[4], 0),
        ["no weights"] = (n, x) => _ = Weights.Float32([]),
        ["nine bits"] = (n, x) => Weights.Quantized(new float[4], 9),
        ["channels that do not divide"] = (n, x) => Weights.Quantized(new float[4], 8, 3),
        ["a number that is not finite"] = (n, x) => Weights.Quantized([1, float.PositiveInfinity]),
        ["an integer of too many bits"] = (n, x) => Weights.Linear([4], 2, [1]),
        ["biases without scales"] = (n, x) => Weights.Linear([1], 2, [1], [1, 2]),
        ["a table of three"] = (n, x) => Weights.LookupTable([0], [1, 2, 3]),
        ["an index beyond the table"] = (n, x) => Weights.LookupTable([2], [1, 2]),
        ["a custom layer of no class"] = (n, x) => _ = new CustomLayer(""),
        ["a custom layer that makes nothing"] = (n, x) => x.Custom(new CustomLayer("C"), []),
        ["no rounds"] = (n, x) => n.Loop(0, () => x.Relu()),
        ["a negative size"] = (n, x) => n.Fill(0, -1),
    };

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    public static TheoryData<string> ArgumentNames => [.. Arguments.Keys];

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void What_does_not_fit_is_a_diagnostic(string name) => Misuse.Expect(Cases[name].Code, () => Start(Cases[name].Act));

    [Theory]
    [MemberData(nameof(ArgumentNames))]
    public void A_wrong_argument_is_an_argument_exception(string name) => Assert.ThrowsAny<ArgumentException>(() => Start(Arguments[name]));

    [Fact]
    public void Without_exact_shapes_there_are_no_newer_layers()
    {
        var network = new NeuralNetworkBuilder(exactShapes: false);
        Blob x = network.Input("x", Feature.Array([4]));
        Misuse.Expect("CML7106", () => x.Sin());
        Misuse.Expect("CML7106", () => network.Input("z", Feature.Array([4, 2])));
        Misuse.Expect("CML7106", () => x.Convolution(x, 1, (1, 1)));
        Assert.Throws<InvalidOperationException>(network.DeclareShapes);
    }

    [Fact]
    public void A_layer_that_does_not_fit_leaves_the_network_as_it_was()
    {
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([3, 4]));
        Assert.Throws<CoreMLException>(() => x.Reshape(5));
        network.Output("y", x.Reshape(12));
        Assert.Single(network.BuildSpecification().NeuralNetwork.Layers);
    }

    [Fact]
    public void A_model_has_one_form()
    {
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([2]));
        network.Regress("y", x.Relu());
        Assert.Throws<InvalidOperationException>(() => network.Classify(x.Softmax(0), "label", ["a", "b"]));
    }

    private static void Start(Action<NeuralNetworkBuilder, Blob> act)
    {
        var network = new NeuralNetworkBuilder();
        act(network, network.Input("x", Feature.Array([3, 4])));
    }

    private static Blob Image(NeuralNetworkBuilder network) => network.Input("image", Feature.Array([1, 3, 8, 8]));

    private static Blob Updatable(Blob x) => x.InnerProduct(((Weights)new float[8]).Updatable(), 2);

    private static Optimizer Sgd() => NetworkOptimizer.Sgd(Parameter.Of(0.1), Parameter.Of(1));

    private static void Trained(NeuralNetworkBuilder network, Blob result, string target = "t")
    {
        network.Output("y", result);
        network.Train(Loss.MeanSquaredError(result, target), Sgd(), Parameter.Of(1));
        network.Build();
    }

    private static LstmWeights Lstm()
    {
        var gate = new GateWeights(new float[12], new float[16]);
        return new(gate, gate, gate, gate);
    }
}
