using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Facts about types of models that edits ask for.</summary>
internal static class FeatureModels
{
    /// <summary>Whether a model is one of the three kinds of neural network.</summary>
    public static bool IsNetwork(Model model) => model.TypeCase is Model.TypeOneofCase.NeuralNetwork
        or Model.TypeOneofCase.NeuralNetworkClassifier or Model.TypeOneofCase.NeuralNetworkRegressor;
}
