using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Detector
{
    /// <summary>A network that finds boxes, and a stage that drops those that overlap.</summary>
    public static CoreMLModel Build()
    {
        var network = new NeuralNetworkBuilder();
        Blob image = network.Input("image", Feature.Image(32, 32));
        Blob grid = image.Convolution(new float[6 * 3 * 8 * 8], outputs: 6, kernel: (8, 8), stride: (8, 8));
        Blob boxes = grid.Reshape(6, 16).Transpose(1, 0);
        network.Output("scores", boxes.Slice([0, 4], [16, 6]).Softmax(axis: -1)).Output("places", boxes.Slice([0, 0], [16, 4]));

        return new PipelineBuilder()
            .Input("image", Feature.Image(32, 32))
            .Stage(network.Build(), "network")
            .Stage(
                new NonMaximumSuppressionBuilder()
                    .Input("scores", Feature.Array([16, 2])).Input("places", Feature.Array([16, 4]))
                    .Inputs(confidence: "scores", coordinates: "places")
                    .Thresholds(iou: 0.45, confidence: 0.25).Labels("cat", "dog").Build(),
                "suppression")
            .Output("confidence")
            .Output("coordinates")
            .Build();
    }
}
