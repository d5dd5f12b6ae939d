using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>A neural network, classifier or regressor, as rules look at it.</summary>
internal sealed class NetworkSubject
{
    public NetworkSubject(ModelSubject model)
    {
        Model = model;
        (Layers, Preprocessing, Arrays, Images, Update) = model.Model switch
        {
            { NeuralNetwork: { } n } => (n.Layers, n.Preprocessing, n.ArrayInputShapeMapping, n.ImageInputShapeMapping, n.UpdateParams),
            { NeuralNetworkClassifier: { } n } => (n.Layers, n.Preprocessing, n.ArrayInputShapeMapping, n.ImageInputShapeMapping, n.UpdateParams),
            { NeuralNetworkRegressor: { } n } => (n.Layers, n.Preprocessing, n.ArrayInputShapeMapping, n.ImageInputShapeMapping, n.UpdateParams),
            _ => throw new ArgumentException($"A {model.TypeName} has no layers.", nameof(model)),
        };
        FirstNewLayer = Layers.FindIndex(LayerKinds.IsNewerThanIos12);
        IsExact = FirstNewLayer >= 0 || HasExactMapping || HasExactImages;
        Scope = new NetworkScope(this);
    }

    public ModelSubject Model { get; }

    public RepeatedField<NeuralNetworkLayer> Layers { get; }

    public RepeatedField<NeuralNetworkPreprocessing> Preprocessing { get; }

    public NeuralNetworkMultiArrayShapeMapping Arrays { get; }

    public NeuralNetworkImageShapeMapping Images { get; }

    public NetworkUpdateParameters? Update { get; }

    /// <summary>Whether tensors have their own ranks, instead of the five dimensions of iOS 11 and 12.</summary>
    public bool IsExact { get; }

    /// <summary>The first layer that iOS 12 did not know; -1 if there is none.</summary>
    public int FirstNewLayer { get; }

    public bool HasExactMapping => Arrays != NeuralNetworkMultiArrayShapeMapping.Rank5ArrayMapping;

    public bool HasExactImages => Images != NeuralNetworkImageShapeMapping.Rank5ImageMapping;

    /// <summary>The blobs of the outermost network.</summary>
    public NetworkScope Scope { get; }

    /// <summary>The inputs that are arrays, by position.</summary>
    public IEnumerable<(ArrayFeatureType Array, int Position)> ArrayInputs => Model.Description.Input
        .Select((input, i) => (input.Type?.MultiArrayType!, i))
        .Where(input => input.Item1 is not null);

    /// <summary>The rank that a feature of the model has as a blob of an exact network; <see langword="null"/> if that is open.</summary>
    public int? RankOf(FeatureDescription feature) => feature.Type?.TypeCase switch
    {
        Feature.ImageType => HasExactImages ? 4 : 5,
        Feature.MultiArrayType when !HasExactMapping => 5,
        Feature.MultiArrayType when feature.Type.MultiArrayType.Shape.Count > 0 => feature.Type.MultiArrayType.Shape.Count,
        _ => null,
    };
}
