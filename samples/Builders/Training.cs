using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Training
{
    /// <summary>A network that applications train: its last layer changes.</summary>
    public static CoreMLModel Build()
    {
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([1, 4, 1, 1]));
        Blob hidden = x.InnerProduct(new float[8 * 4], outputs: 8, bias: new float[8]).Relu();
        Weights weights = new float[2 * 8];
        Weights bias = new float[2];
        Blob probabilities = hidden.InnerProduct(weights.Updatable(), outputs: 2, bias: bias.Updatable()).Softmax();
        network.Output("probabilities", probabilities);
        network.Train(
            Loss.CrossEntropy(probabilities, target: "class"),
            NetworkOptimizer.Sgd(learningRate: Parameter.InRange(0.01, 0, 1), miniBatchSize: Parameter.OneOf(8, 1, 8, 16)),
            epochs: Parameter.InRange(10, 1, 100));
        return network.Build();
    }
}
