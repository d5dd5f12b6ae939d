using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

public sealed partial class NeuralNetworkBuilder
{
    private readonly ClassLabels _labels = new();
    private Blob? _probabilities;

    /// <summary>Makes the model a classifier with labels that are strings.</summary>
    /// <param name="probabilities">The blob with the probability of each class.</param>
    /// <param name="label">The output with the label of the most probable class.</param>
    /// <param name="labels">The labels, in the order of the classes; none twice.</param>
    /// <param name="name">The output with a table from label to probability; by default it is called like the blob.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7005: there are not as many labels as probabilities. CML7007: there are no labels, or one is there
    /// twice. CML7104: the blob is not one of the network itself.</exception>
    public NeuralNetworkBuilder Classify(Blob probabilities, string label, ReadOnlySpan<string> labels, string? name = null)
    {
        _labels.Set(labels);
        return Classify(probabilities, label, name);
    }

    /// <summary>Makes the model a classifier with labels that are integers.</summary>
    /// <inheritdoc cref="Classify(Blob, string, ReadOnlySpan{string}, string?)"/>
    public NeuralNetworkBuilder Classify(Blob probabilities, string label, ReadOnlySpan<long> labels, string? name = null)
    {
        _labels.Set(labels);
        return Classify(probabilities, label, name);
    }

    /// <summary>Makes the model a regressor.</summary>
    /// <param name="name">The output with the result.</param>
    /// <param name="result">The blob with the result.</param>
    /// <param name="type">The type; by default an array of <see cref="ElementType.Float32"/> with the shape that was inferred.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">As <see cref="Output"/>.</exception>
    /// <exception cref="InvalidOperationException">The model is a classifier or regressor already.</exception>
    public NeuralNetworkBuilder Regress(string name, Blob result, FeatureType? type = null)
    {
        CheckForm();
        Output(name, result, type);
        Description.PredictedFeatureName = name;
        return this;
    }

    private NeuralNetworkBuilder Classify(Blob probabilities, string label, string? name)
    {
        CheckForm();
        ArgumentException.ThrowIfNullOrEmpty(label);
        ArgumentNullException.ThrowIfNull(probabilities);
        if (probabilities.Network != this || probabilities.Scope != _root)
        {
            throw BuilderDiagnostics.UnknownBlob.Error(
                path: "neuralNetworkClassifier.labelProbabilityLayerName", expected: "a blob of the network itself", found: $"'{probabilities.Name}'");
        }
        if (probabilities.Shape.IsRanked && Dimensions.Product(probabilities.Shape.Skip(HasExactShapes ? 0 : 2)) is { IsKnown: true } count)
        {
            Vectors.CheckLength(_labels.Count, (int)count.Size, "neuralNetworkClassifier.classLabels");
        }
        _probabilities = probabilities;
        string table = name ?? probabilities.Name;
        AddOutput(table, _labels.DictionaryType);
        AddOutput(label, _labels.LabelType);
        (Description.PredictedFeatureName, Description.PredictedProbabilitiesName) = (label, table);
        return this;
    }

    private void CheckForm()
    {
        if (Description.PredictedFeatureName.Length != 0)
        {
            throw new InvalidOperationException("The model is a classifier or regressor already.");
        }
    }

    private void CompleteForm()
    {
        if (_probabilities is not null)
        {
            var classifier = new NeuralNetworkClassifier
            {
                Layers = { _network.Layers },
                Preprocessing = { _network.Preprocessing },
                ArrayInputShapeMapping = _network.ArrayInputShapeMapping,
                ImageInputShapeMapping = _network.ImageInputShapeMapping,
                UpdateParams = _network.UpdateParams,
                LabelProbabilityLayerName = _probabilities.Name,
            };
            _labels.Give(labels => classifier.StringClassLabels = labels, labels => classifier.Int64ClassLabels = labels);
            Model.NeuralNetworkClassifier = classifier;
        }
        else if (Description.PredictedFeatureName.Length != 0)
        {
            Model.NeuralNetworkRegressor = new NeuralNetworkRegressor
            {
                Layers = { _network.Layers },
                Preprocessing = { _network.Preprocessing },
                ArrayInputShapeMapping = _network.ArrayInputShapeMapping,
                ImageInputShapeMapping = _network.ImageInputShapeMapping,
                UpdateParams = _network.UpdateParams,
            };
        }
        else
        {
            Model.NeuralNetwork = _network;
        }
    }
}
