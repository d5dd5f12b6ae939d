using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Network
{
    /// <summary>A small classifier of images. Its weights are random, and those of the last layer are kept in four bits.</summary>
    public static CoreMLModel Build()
    {
        var network = new NeuralNetworkBuilder();
        Blob image = network.Input("image", Feature.Image(28, 28));
        network.ScalePixels(image, scale: 1 / 127.5f, red: -1, green: -1, blue: -1);
        Blob features = image
            .Convolution(Random(8 * 3 * 3 * 3), outputs: 8, kernel: (3, 3), bias: Random(8), padding: Padding.Same).Relu().MaxPool((2, 2))
            .Convolution(Random(16 * 8 * 3 * 3), outputs: 16, kernel: (3, 3), bias: Random(16), padding: Padding.Same).Relu().GlobalPooling();
        Blob scores = features.InnerProduct(Weights.Quantized(Random(3 * 16), bits: 4, channels: 3), outputs: 3);
        network.Classify(scores.Softmax(), "animal", ["bird", "cat", "dog"], "probabilities");
        return network.Describe("Recognizes animals.").Build();
    }

    private static float[] Random(int count)
    {
        var random = new Random(count);
        var values = new float[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = (random.NextSingle() - 0.5f) / 4;
        }
        return values;
    }
}
