using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>
/// Builds a neural network, layer by layer: <see cref="Input"/> gives the first blobs, methods of <see cref="Blob"/> add layers,
/// <see cref="Output"/> names what the model gives. Shapes are inferred at once, and what does not fit is said at the call.
/// </summary>
public sealed partial class NeuralNetworkBuilder : ModelBuilder<NeuralNetworkBuilder>
{
    private readonly NeuralNetwork _network = new();
    private readonly NetworkScope _root = new(null, inLoop: false);
    private readonly Dictionary<string, Blob> _blobs = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _counters = new(StringComparer.Ordinal);
    private readonly HashSet<Blob> _features = [];
    private NetworkScope _scope;
    private bool _declaresShapes;

    /// <summary>Starts a network.</summary>
    /// <param name="exactShapes">Whether arrays have the dimensions that they are declared with and images four, batch, channel,
    /// height and width: specification version 4. Otherwise every blob has five, sequence, batch, channel, height and width; arrays are
    /// declared with the channel alone or with the last three, and only layers of iOS 12 and before are possible.</param>
    public NeuralNetworkBuilder(bool exactShapes = true)
        : base(new(FeatureKinds.MultiArray | FeatureKinds.Image, Optional: true, Defaults: true), FeatureRule.AnyOutput)
    {
        HasExactShapes = exactShapes;
        _scope = _root;
        if (exactShapes)
        {
            _network.ArrayInputShapeMapping = NeuralNetworkMultiArrayShapeMapping.ExactArrayMapping;
            _network.ImageInputShapeMapping = NeuralNetworkImageShapeMapping.Rank4ImageMapping;
        }
    }

    /// <summary>Whether blobs have the dimensions that features are declared with.</summary>
    public bool HasExactShapes { get; }

    private protected override bool NeedsInput => false;

    /// <summary>Adds an input.</summary>
    /// <param name="name">Its name, not empty.</param>
    /// <param name="type">Its type, an array with a shape or an image; it is copied.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The blob that the layers see.</returns>
    /// <exception cref="ArgumentException">The name is empty or the type has no kind.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an input. CML7002: the type is another one. CML7105: there is a blob of
    /// this name. CML7106: without exact shapes arrays have one dimension or three.</exception>
    public Blob Input(string name, FeatureType type, string description = "")
    {
        AddInput(name, type, description);
        TensorShape shape = FeatureShapes.OfInput(type, HasExactShapes)
            ?? throw BuilderDiagnostics.LayerMapping.Error(
                path: $"description.input[{Description.Input.Count - 1}]",
                expected: HasExactShapes ? "an array with a shape" : "an array with a shape of 1 or 3 dimensions",
                found: FeatureTypes.Describe(type));
        if (_blobs.ContainsKey(name))
        {
            throw DuplicateBlob(name);
        }
        var blob = new Blob(this, _root, name, shape);
        _blobs.Add(name, blob);
        _features.Add(blob);
        return blob;
    }

    /// <summary>Makes a blob an output of the model. It gets the output's name.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="blob">The blob, made by a layer.</param>
    /// <param name="type">The type; by default an array of <see cref="ElementType.Float32"/> with the shape that was inferred.</param>
    /// <param name="description">What it is, for people.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7001: there is such an output. CML7104: the blob is not one of the network itself. CML7105:
    /// the blob is an input or output already, or there is another blob of this name. CML7101: it has another shape than the type.</exception>
    public NeuralNetworkBuilder Output(string name, Blob blob, FeatureType? type = null, string description = "")
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        CheckOutput(name, blob);
        FeatureType declared = type ?? FeatureShapes.ToOutput(blob.Shape, HasExactShapes);
        CheckDeclared(name, blob, declared);
        Rename(blob, name);
        _features.Add(blob);
        return AddOutput(name, declared, description);
    }

    /// <summary>Writes the shapes of all blobs into the layers. Core ML finds them itself; tools that read the model may want them.
    /// Exact shapes only.</summary>
    /// <returns>The builder.</returns>
    /// <exception cref="InvalidOperationException">The network does not have exact shapes.</exception>
    public NeuralNetworkBuilder DeclareShapes()
    {
        if (!HasExactShapes)
        {
            throw new InvalidOperationException("Only networks with exact shapes declare them.");
        }
        _declaresShapes = true;
        return this;
    }

    /// <summary>Scales the pixels of an image before the first layer: each channel becomes <c>scale · pixel + bias</c>.</summary>
    /// <param name="image">The input.</param>
    /// <param name="scale">The factor of all channels.</param>
    /// <param name="red">What is added to red.</param>
    /// <param name="green">What is added to green.</param>
    /// <param name="blue">What is added to blue.</param>
    /// <param name="gray">What is added to the only channel of a grayscale image.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7008: the blob is not an input that is an image.</exception>
    public NeuralNetworkBuilder ScalePixels(Blob image, float scale = 1, float red = 0, float green = 0, float blue = 0, float gray = 0)
    {
        CheckImage(image);
        _network.Preprocessing.Add(new NeuralNetworkPreprocessing
        {
            FeatureName = image.Name,
            Scaler = new NeuralNetworkImageScaler { ChannelScale = scale, RedBias = red, GreenBias = green, BlueBias = blue, GrayBias = gray },
        });
        return this;
    }

    /// <summary>Subtracts an image from an image before the first layer.</summary>
    /// <param name="image">The input.</param>
    /// <param name="mean">The image that is subtracted: channel by channel, row by row.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7008: the blob is not an input that is an image. CML7005: the image has another size.</exception>
    public NeuralNetworkBuilder SubtractMeanImage(Blob image, ReadOnlySpan<float> mean)
    {
        CheckImage(image);
        if (Dimensions.Product(image.Shape) is { IsKnown: true } count)
        {
            Vectors.CheckLength(mean.Length, (int)count.Size, "neuralNetwork.preprocessing.meanImage");
        }
        _network.Preprocessing.Add(new NeuralNetworkPreprocessing
        {
            FeatureName = image.Name,
            MeanImage = new NeuralNetworkMeanImage { MeanImage = { mean.ToArray() } },
        });
        return this;
    }

    private protected override void Complete()
    {
        if (_root.Layers.Count == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "neuralNetwork.layers", expected: "at least one layer", found: "none");
        }
        if (Description.Input.Count > 0 && Description.Input.All(input => input.Type.IsOptional))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(path: "description.input", expected: "an input that is not optional", found: "none");
        }
        CheckUpdates();
        foreach (LayerNode node in AllLayers(_root))
        {
            node.DeclaresShapes |= _declaresShapes && node.Inputs.Concat(node.Outputs).All(blob => blob.Shape.IsRanked);
        }
        _network.Layers.Add(_root.ToMessages());
        CompleteForm();
    }

    private void CheckOutput(string name, Blob blob)
    {
        ArgumentNullException.ThrowIfNull(blob);
        if (blob.Network != this || blob.Scope != _root)
        {
            throw BuilderDiagnostics.UnknownBlob.Error(path: $"output '{name}'", expected: "a blob of the network itself", found: $"'{blob.Name}'");
        }
        if (_features.Contains(blob))
        {
            throw BuilderDiagnostics.DuplicateBlob.Error(
                path: $"output '{name}'", expected: "a blob that is neither input nor output yet", found: $"'{blob.Name}'",
                advice: "Put a layer between that changes nothing, such as a linear activation with the factor 1.");
        }
    }

    private void CheckDeclared(string name, Blob blob, FeatureType type)
    {
        if (type.MultiArrayType is not { Shape.Count: > 0 } array || !FeatureTypes.IsFixed(array) || !blob.Shape.IsRanked)
        {
            return;
        }
        if (!FeatureShapes.Fits(array.Shape, blob.Shape, HasExactShapes))
        {
            throw BuilderDiagnostics.LayerShape.Error(
                path: $"output '{name}'", expected: $"a blob of [{string.Join(", ", array.Shape)}]", found: $"{blob}");
        }
    }

    private void CheckImage(Blob image)
    {
        ArgumentNullException.ThrowIfNull(image);
        if (!Description.Input.Any(input => input.Name == image.Name && input.Type.ImageType is not null && image.Network == this))
        {
            throw BuilderDiagnostics.UnknownName.Error(path: "neuralNetwork.preprocessing", expected: "an input that is an image", found: $"'{image.Name}'");
        }
    }
}
