using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>
/// Every place of a specification in which an input, output, state or an intermediate value is named. Each message with
/// such places has one visit; the models inside a pipeline are scopes of their own.
/// </summary>
internal static partial class ModelNames
{
    /// <summary>Goes over the names that are on a model's description: of the model itself, not of its functions.</summary>
    public static void Visit(ModelDescription description, NameMap map)
    {
        Visit(description.Input, map);
        Visit(description.Output, map);
        Visit(description.State, map);
        Visit(description.TrainingInput, map);
        description.PredictedFeatureName = map[description.PredictedFeatureName];
        description.PredictedProbabilitiesName = map[description.PredictedProbabilitiesName];
    }

    /// <summary>Goes over the names of a function's description.</summary>
    public static void Visit(FunctionDescription description, NameMap map)
    {
        Visit(description.Input, map);
        Visit(description.Output, map);
        Visit(description.State, map);
        description.PredictedFeatureName = map[description.PredictedFeatureName];
        description.PredictedProbabilitiesName = map[description.PredictedProbabilitiesName];
    }

    /// <summary>Goes over the names inside a model, whatever its type. Types that name nothing are not mentioned.</summary>
    public static void VisitInside(Model model, NameMap map)
    {
        switch (model.TypeCase)
        {
            case Model.TypeOneofCase.NeuralNetwork:
                Visit(model.NeuralNetwork, map);
                break;
            case Model.TypeOneofCase.NeuralNetworkClassifier:
                Visit(model.NeuralNetworkClassifier, map);
                break;
            case Model.TypeOneofCase.NeuralNetworkRegressor:
                Visit(model.NeuralNetworkRegressor, map);
                break;
            case Model.TypeOneofCase.NonMaximumSuppression:
                Visit(model.NonMaximumSuppression, map);
                break;
            case Model.TypeOneofCase.ItemSimilarityRecommender:
                Visit(model.ItemSimilarityRecommender, map);
                break;
            case Model.TypeOneofCase.BayesianProbitRegressor:
                Visit(model.BayesianProbitRegressor, map);
                break;
            case Model.TypeOneofCase.WordTagger:
                Visit(model.WordTagger, map);
                break;
            case Model.TypeOneofCase.FeatureVectorizer:
                Visit(model.FeatureVectorizer, map);
                break;
            case Model.TypeOneofCase.VisionFeaturePrint when model.VisionFeaturePrint.Objects is { } objects:
                map.Each(objects.Output);
                break;
        }
    }

    private static void Visit(RepeatedField<FeatureDescription> features, NameMap map)
    {
        foreach (FeatureDescription feature in features)
        {
            feature.Name = map[feature.Name];
        }
    }
}
