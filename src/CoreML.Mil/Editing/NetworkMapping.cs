using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>How the features of a neural network become values of its layers. Older networks put five dimensions around
/// everything; newer ones take arrays as they are, and images with a batch dimension in front.</summary>
internal static class NetworkMapping
{
    /// <summary>Whether arrays come in as they are, so that one for an image has a batch dimension.</summary>
    public static bool HasBatch(Model model) => Mapping(model).Arrays == NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping;

    /// <summary>Whether images come in with a batch dimension and no others in front.</summary>
    public static bool ImagesHaveBatch(Model model) => Mapping(model).Images == NeuralNetworkImageShapeMapping.Rank4ImageMapping;

    /// <summary>Whether an image can come in as an array does.</summary>
    public static bool AllowsImage(Model model, bool batch) =>
        ImagesHaveBatch(model) == batch || model.Description.Input.All(input => input.Type?.ImageType is null);

    /// <summary>Sets how images come in.</summary>
    public static void Set(Model model, NeuralNetworkImageShapeMapping mapping)
    {
        switch (model.TypeCase)
        {
            case Model.TypeOneofCase.NeuralNetwork:
                model.NeuralNetwork.ImageInputShapeMapping = mapping;
                break;
            case Model.TypeOneofCase.NeuralNetworkClassifier:
                model.NeuralNetworkClassifier.ImageInputShapeMapping = mapping;
                break;
            case Model.TypeOneofCase.NeuralNetworkRegressor:
                model.NeuralNetworkRegressor.ImageInputShapeMapping = mapping;
                break;
        }
    }

    private static (NeuralNetworkMultiArrayShapeMapping Arrays, NeuralNetworkImageShapeMapping Images) Mapping(Model model) => model.TypeCase switch
    {
        Model.TypeOneofCase.NeuralNetwork =>
            (model.NeuralNetwork.ArrayInputShapeMapping, model.NeuralNetwork.ImageInputShapeMapping),
        Model.TypeOneofCase.NeuralNetworkClassifier =>
            (model.NeuralNetworkClassifier.ArrayInputShapeMapping, model.NeuralNetworkClassifier.ImageInputShapeMapping),
        Model.TypeOneofCase.NeuralNetworkRegressor =>
            (model.NeuralNetworkRegressor.ArrayInputShapeMapping, model.NeuralNetworkRegressor.ImageInputShapeMapping),
        _ => default,
    };
}
