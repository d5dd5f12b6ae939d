using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>What neural networks, classifiers and regressors among them, have in common; nothing for other models.</summary>
internal static class NetworkParts
{
    /// <summary>The layers of the outermost network.</summary>
    public static RepeatedField<NeuralNetworkLayer>? LayersOf(Model model) => model switch
    {
        { NeuralNetwork: { } network } => network.Layers,
        { NeuralNetworkClassifier: { } network } => network.Layers,
        { NeuralNetworkRegressor: { } network } => network.Layers,
        _ => null,
    };

    /// <summary>What is done to images before the first layer.</summary>
    public static RepeatedField<NeuralNetworkPreprocessing>? PreprocessingOf(Model model) => model switch
    {
        { NeuralNetwork: { } network } => network.Preprocessing,
        { NeuralNetworkClassifier: { } network } => network.Preprocessing,
        { NeuralNetworkRegressor: { } network } => network.Preprocessing,
        _ => null,
    };
}
