using CoreML.Builder;

namespace CoreML.Tests;

// Networks of several layers.
internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Control() =>
    [
        Exact("branch", "x:3 c:1", "y:3", n => n.Builder.Branch(
            n["c"], () => n.X.Linear(2).Named("then", "i"), () => n.X.Linear(1, -1).Named("else", "e"))),
        Exact("branch of inputs", "x:3 z:3 c:1", "y:3", n => n.Builder.Branch(n["c"], () => n.X, () => n["z"])),
        Exact("branch without a second body", "x:3 c:1", "y:3", n =>
        {
            Blob y = n.X.Copy().Named("y", "c0");
            n.Builder.Branch(n["c"], () => n.X.Relu().CopyTo(y));
            return y;
        }),
        Exact("loop", "x:3", "y:3", n =>
        {
            Blob y = n.X.Copy().Named("y", "c0");
            n.Builder.Loop(3, () => y.Linear(2, 1).Named("z", "i").CopyTo(y, "cp"), name: "l");
            return y;
        }),
        Exact("loop_condition", "x:3", "y:3", n =>
        {
            Blob y = n.X.Copy().Named("y", "c0");
            n.Builder.Loop(
                () => y.ReduceSum([0], keepDims: true).Named("s", "rs").Less(20).Named("cond", "lt"),
                () =>
                {
                    y.Linear(2, 1).Named("z", "i").CopyTo(y, "cp");
                    y.Greater(1000).Named("brk", "gt");
                },
                name: "l");
            return y;
        }),
        Exact("loop_break", "x:1", "y:1", n =>
        {
            Blob y = n.X.Copy().Named("y", "c0");
            n.Builder.Loop(
                5,
                () =>
                {
                    y.Linear(1, 1).Named("z", "i").CopyTo(y, "cp");
                    n.Builder.Branch(y.Greater(2).Named("big", "gt"), () => n.Builder.Break("brk"), () => n.Builder.Continue("cont"), name: "br");
                },
                name: "l");
            return y;
        }),
        Exact("loop by a blob", "x:3 n:1", "y:3", n =>
        {
            Blob y = n.X.Copy().Named("y", "c0");
            n.Builder.Loop(n["n"], () => y.Relu().CopyTo(y), most: 9);
            return y;
        }),
    ];

    private static IEnumerable<LayerSample> Networks() =>
    [
        new("net_cnn", false, "image:3,16,16", "prob:?,?,5,1,1", n => [Cnn(n, n["image"])]),
        new("net_image_preprocessing", false, "image:image", "prob:?,?,5,1,1", n =>
        {
            n.Builder.ScalePixels(n["image"], 0.007843138f, red: -0.4f, green: -0.5f, blue: -0.6f);
            return [Cnn(n, n["image"])];
        }),
        new("net_mean_image", false, "image:image", "prob:?,?,5,1,1", n =>
        {
            n.Builder.SubtractMeanImage(n["image"], Values(n.W(768, "meanImage")));
            return [Cnn(n, n["image"])];
        }),
        new("net_classifier_string", false, "image:image", "prob:?,?,5,1,1", n =>
        {
            n.Builder.ScalePixels(n["image"], 0.007843138f, red: -0.4f, green: -0.5f, blue: -0.6f);
            Blob probabilities = Cnn(n, n["image"]);
            n.Builder.Classify(probabilities, "label", ["a", "b", "c", "d", "é"]);
            n.HasForm = true;
            return [probabilities];
        }),
        new("net_classifier_int64", false, "image:3,16,16", "prob:?,?,5,1,1", n =>
        {
            Blob probabilities = Cnn(n, n["image"]);
            n.Builder.Classify(probabilities, "label", [4, 5, 6, -7, 1000000000000]);
            n.HasForm = true;
            return [probabilities];
        }),
        new("net_flexible_enumerated", false, "image:3,16,16", "y:?,?,4,16,16", n => [Flexible(n)]),
        new("net_flexible_range", false, "image:3,16,16", "y:?,?,4,16,16", n => [Flexible(n)]),
        new("net_flexible_image_sizes", false, "image:image", "y:?,?,4,16,16", n => [Flexible(n, scaled: true)]),
        new("net_flexible_image_range", false, "image:image", "y:?,?,4,16,16", n => [Flexible(n, scaled: true)]),
        new("net_updatable_sgd", false, "x:4", "prob:?,?,3,1,1", n =>
        {
            Blob probabilities = n.X.InnerProduct(n.W(24).Updatable(), 6, n.W(6).Updatable()).Named("h", "fc1").Relu().Named("g", "a")
                .InnerProduct(n.W(18).Updatable(), 3, n.W(3).Updatable()).Named("z", "fc2").Softmax().Named("prob", "s");
            n.Builder.Train(
                Loss.CrossEntropy(probabilities, "prob_true"),
                NetworkOptimizer.Sgd(Parameter.InRange(0.01, 0, 1), Parameter.OneOf(8, 8), Parameter.InRange(0.9, 0, 1)),
                Parameter.OneOf(5, 1, 3, 5, 10), seed: Parameter.Of(11));
            return [probabilities];
        }),
        ExactMany("net_updatable_adam", "x:4", "prob:3", n =>
        {
            Blob result = n.X.InnerProduct(n.W(24).Updatable(), 6, n.W(6).Updatable()).Named("h", "fc1").Relu().Named("g", "a")
                .InnerProduct(n.W(18).Updatable(), 3, n.W(3).Updatable()).Named("prob", "fc2");
            n.Builder.Train(
                Loss.MeanSquaredError(result, "prob_true", targetType: Feature.Array([3], CoreML.Format.ElementType.Float64)),
                NetworkOptimizer.Adam(Parameter.InRange(0.002, 0, 1), Parameter.OneOf(4, 4)),
                Parameter.OneOf(5, 1, 3, 5, 10), seed: Parameter.Of(11));
            return [result];
        }),
        new("quantized_mlp", false, "x:1", "y:?,?,4,1,1", n =>
        [
            n.X.Embedding(n.W(512), 32, 16, n.W(16)).Named("e", "emb").InnerProduct(n.W(384), 24, n.W(24)).Named("h", "fc1").Tanh().Named("g", "a")
                .InnerProduct(n.W(96), 4).Named("y", "fc2"),
        ]),
        new("regressor", true, "x:4", "y:1", n =>
        {
            Blob result = n.X.InnerProduct(n.W(4), 1);
            n.Builder.Regress("y", result);
            n.HasForm = true;
            return [result];
        }),
    ];

    private static Blob Cnn(SampleNetwork n, Blob image) => image
        .Convolution(n.W(216), 8, (3, 3), n.W(8), padding: Padding.Same).Named("c1", "conv1").Relu().Named("a1", "r1").MaxPool((2, 2)).Named("m1", "p1")
        .Convolution(n.W(1152), 16, (3, 3), n.W(16), stride: (2, 2), padding: Padding.Same).Named("c2", "conv2").Relu().Named("a2", "r2")
        .Flatten().Named("fl", "f").InnerProduct(n.W(1280), 5, n.W(5)).Named("lg", "fc1").Softmax().Named("prob", "sm");

    private static Blob Flexible(SampleNetwork n, bool scaled = false)
    {
        if (scaled)
        {
            n.Builder.ScalePixels(n["image"]);
        }
        return n["image"].Convolution(n.W(108), 4, (3, 3), n.W(4), padding: Padding.Same).Named("y", "conv1");
    }

    // The image that is subtracted is not a weight of a layer, but the samples take it from the same source.
    private static float[] Values(Weights weights) => [.. weights.ToParameters().FloatValue];
}
