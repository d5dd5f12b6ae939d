using CoreML.Specification;

namespace CoreML.Builder.Tests;

/// <summary>Pipelines of every type.</summary>
internal static class PipelineGallery
{
    /// <summary>The pipelines by name.</summary>
    public static IEnumerable<(string Name, Func<Model> Build)> All() =>
    [
        ("pipeline", () => Scaled().Stage(Normalizer(), "norm").Output("n").Output("x").BuildSpecification()),
        ("pipeline without names", () => new PipelineBuilder().Input("x", Feature.Array([2])).Stage(Scaler()).Output("y").BuildSpecification()),
        ("pipeline classifier", () => Scaled().Stage(Classifier()).Classifier().BuildSpecification()),
        ("pipeline regressor", () => Scaled().Stage(Regressor()).Regressor().BuildSpecification()),
        ("nested pipeline", () => new PipelineBuilder().Input("x", Feature.Array([2]))
            .Stage(Scaled().Output("y").BuildSpecification()).Stage(Normalizer()).Output("n").BuildSpecification()),
        ("updatable pipeline", () => Scaled().Stage(Neighbors()).Classifier().BuildSpecification()),
        ("detector", () => Detector().BuildSpecification()),
    ];

    /// <summary>A pipeline of <c>x</c> with a scaler, which makes <c>y</c>.</summary>
    public static PipelineBuilder Scaled() => new PipelineBuilder().Input("x", Feature.Array([2])).Stage(Scaler(), "scale");

    /// <summary>A scaler from <c>x</c> to <c>y</c>.</summary>
    public static Model Scaler() => new ScalerBuilder().Input("x", Feature.Array([2])).Scale(2).Output("y").BuildSpecification();

    /// <summary>A normalizer from <c>y</c> to <c>n</c>.</summary>
    public static Model Normalizer() =>
        new NormalizerBuilder(Specification.Normalizer.Types.NormType.L2).Input("y", Feature.Array([2])).Output("n").BuildSpecification();

    /// <summary>A classifier of <c>y</c>.</summary>
    public static Model Classifier() => new LinearClassifierBuilder().Input("y", Feature.Array([2])).Score([1, 2]).Labels("a", "b").BuildSpecification();

    /// <summary>A regressor of <c>y</c>.</summary>
    public static Model Regressor() => new LinearRegressorBuilder().Input("y", Feature.Array([2])).Result([1, 2]).BuildSpecification();

    /// <summary>An updatable classifier of <c>y</c>.</summary>
    public static Model Neighbors() =>
        new NearestNeighborsBuilder(2).Input("y", Feature.Array([2])).Sample([1, 2], "a").Updatable().BuildSpecification();

    // A network followed by a suppression of boxes.
    private static PipelineBuilder Detector()
    {
        var network = new NeuralNetworkBuilder();
        Blob image = network.Input("image", Feature.Image(8, 8));
        Blob features = image.Flatten().InnerProduct(new float[192 * 12], 12);
        network.Output("scores", features.Reshape(6, 2)).Output("boxes", features.Reshape(3, 4).Tile(2, 1));
        return new PipelineBuilder().Input("image", Feature.Image(8, 8)).Stage(network.BuildSpecification(), "network")
            .Stage(
                new NonMaximumSuppressionBuilder().Input("scores", Feature.Array([6, 2])).Input("boxes", Feature.Array([6, 4]))
                    .Inputs("scores", "boxes").Labels("cat", "dog").BuildSpecification(),
                "suppression")
            .Output("confidence").Output("coordinates");
    }
}
