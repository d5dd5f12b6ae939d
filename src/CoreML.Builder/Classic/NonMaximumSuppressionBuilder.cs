using CoreML.Format;
using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Builder;

/// <summary>
/// The last stage of an object detector: drops boxes that mark what a better box marks already. Takes confidences
/// <c>[boxes, classes]</c> and coordinates <c>[boxes, 4]</c> and gives both for the boxes that are kept. Specification version 3, and
/// 5 with <see cref="ElementType.Float32"/>.
/// </summary>
public sealed class NonMaximumSuppressionBuilder : FeatureModelBuilder<NonMaximumSuppressionBuilder>
{
    private readonly NonMaximumSuppression _parameters = new()
    {
        IouThreshold = 0.45,
        ConfidenceThreshold = 0.25,
        PickTop = new NonMaximumSuppression.Types.PickTop(),
        ConfidenceOutputFeatureName = "confidence",
        CoordinatesOutputFeatureName = "coordinates",
    };

    private readonly ClassLabels _labels = new();

    /// <summary>Starts a model that drops boxes whose overlap with a better one is above 0.45 or whose confidence is below
    /// 0.25.</summary>
    public NonMaximumSuppressionBuilder()
        : base(new(FeatureKinds.MultiArray | FeatureKinds.Double, Most: 4), new(FeatureKinds.MultiArray, Most: 2))
    {
        Model.NonMaximumSuppression = _parameters;
    }

    /// <summary>Says which input is which; they have been added.</summary>
    /// <param name="confidence">The confidences, an array.</param>
    /// <param name="coordinates">The boxes, an array of the same element type: centre, width and height.</param>
    /// <param name="iouThreshold">A double that replaces the threshold of overlap; <see langword="null"/> for no such input.</param>
    /// <param name="confidenceThreshold">A double that replaces the threshold of confidence; <see langword="null"/> for no such
    /// input.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7008: there is no such input. CML7002: it has another type.</exception>
    public NonMaximumSuppressionBuilder Inputs(
        string confidence, string coordinates, string? iouThreshold = null, string? confidenceThreshold = null)
    {
        FeatureType scores = Find(confidence, FeatureKinds.MultiArray);
        FeatureType boxes = Find(coordinates, FeatureKinds.MultiArray);
        if (scores.MultiArrayType.DataType is not (DataType.Double or DataType.Float32) || scores.MultiArrayType.DataType != boxes.MultiArrayType.DataType)
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "nonMaximumSuppression", expected: "two arrays of DOUBLE or two of FLOAT32",
                found: $"{scores.MultiArrayType.DataType} and {boxes.MultiArrayType.DataType}");
        }
        _parameters.ConfidenceInputFeatureName = confidence;
        _parameters.CoordinatesInputFeatureName = coordinates;
        _parameters.IouThresholdInputFeatureName = Threshold(iouThreshold);
        _parameters.ConfidenceThresholdInputFeatureName = Threshold(confidenceThreshold);
        return this;
    }

    /// <summary>Names the outputs; without a call <c>confidence</c> and <c>coordinates</c>.</summary>
    /// <param name="confidence">The confidences of the boxes that are kept.</param>
    /// <param name="coordinates">These boxes.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is empty.</exception>
    public NonMaximumSuppressionBuilder Outputs(string confidence, string coordinates)
    {
        ArgumentException.ThrowIfNullOrEmpty(confidence);
        ArgumentException.ThrowIfNullOrEmpty(coordinates);
        (_parameters.ConfidenceOutputFeatureName, _parameters.CoordinatesOutputFeatureName) = (confidence, coordinates);
        return this;
    }

    /// <summary>Sets the thresholds.</summary>
    /// <param name="iou">The largest overlap of two boxes that are kept, intersection divided by union: 0 to 1.</param>
    /// <param name="confidence">The least confidence of a box that is kept; not negative.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: a threshold is out of range.</exception>
    public NonMaximumSuppressionBuilder Thresholds(double iou, double confidence)
    {
        if (!(iou is >= 0 and <= 1))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: "nonMaximumSuppression.iouThreshold", expected: "a number from 0 to 1", found: $"{iou}");
        }
        Vectors.CheckNotNegative(confidence, "nonMaximumSuppression.confidenceThreshold");
        (_parameters.IouThreshold, _parameters.ConfidenceThreshold) = (iou, confidence);
        return this;
    }

    /// <summary>Drops a box only because of one with the same best class.</summary>
    /// <returns>The builder.</returns>
    public NonMaximumSuppressionBuilder PerClass()
    {
        _parameters.PickTop.PerClass = true;
        return this;
    }

    /// <summary>Names the classes.</summary>
    /// <param name="labels">One for each column of the confidences, none twice.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: there are none, one is there twice, or labels were given before.</exception>
    public NonMaximumSuppressionBuilder Labels(params ReadOnlySpan<string> labels)
    {
        _labels.Set(labels);
        return this;
    }

    /// <inheritdoc cref="Labels(ReadOnlySpan{string})"/>
    public NonMaximumSuppressionBuilder Labels(params ReadOnlySpan<long> labels)
    {
        _labels.Set(labels);
        return this;
    }

    private protected override void Complete()
    {
        if (_parameters.ConfidenceInputFeatureName.Length == 0)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "nonMaximumSuppression", expected: "a call of Inputs", found: "none");
        }
        string[] named =
        [
            _parameters.ConfidenceInputFeatureName, _parameters.CoordinatesInputFeatureName,
            _parameters.IouThresholdInputFeatureName, _parameters.ConfidenceThresholdInputFeatureName,
        ];
        if (Description.Input.FirstOrDefault(input => !named.Contains(input.Name)) is { } spare)
        {
            throw BuilderDiagnostics.TooManyFeatures.Error(path: "description.input", expected: "inputs that have a part", found: $"'{spare.Name}'");
        }
        _labels.Give(strings => _parameters.StringClassLabels = strings, integers => _parameters.Int64ClassLabels = integers);
        ArrayFeatureType scores = Find(_parameters.ConfidenceInputFeatureName, FeatureKinds.MultiArray).MultiArrayType;
        long? classes = scores.Shape.Count == 2 ? scores.Shape[1] : _labels.Count == 0 ? null : _labels.Count;
        if (_labels.Count != 0 && classes != _labels.Count)
        {
            throw BuilderDiagnostics.SizeMismatch.Error(
                path: "nonMaximumSuppression.classLabels", expected: $"{classes} labels, one for each column", found: $"{_labels.Count}");
        }
        AddOutput(_parameters.ConfidenceOutputFeatureName, Output(scores.DataType, classes is { } known ? known : SizeBounds.Any));
        AddOutput(_parameters.CoordinatesOutputFeatureName, Output(scores.DataType, 4));
    }

    private static FeatureType Output(DataType type, SizeBounds columns) =>
        new FeatureType { MultiArrayType = new ArrayFeatureType { DataType = type } }.WithShapeRange(SizeBounds.Any, columns);

    private string Threshold(string? name)
    {
        if (name is not null)
        {
            Find(name, FeatureKinds.Double);
        }
        return name ?? "";
    }

    private FeatureType Find(string name, FeatureKinds kind)
    {
        FeatureDescription input = Description.Input.FirstOrDefault(input => input.Name == name)
            ?? throw BuilderDiagnostics.UnknownName.Error(path: "nonMaximumSuppression", expected: "the name of an input", found: $"'{name}'");
        return FeatureTypes.KindOf(input.Type) == kind
            ? input.Type
            : throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: $"nonMaximumSuppression, input '{name}'", expected: FeatureTypes.Describe(kind), found: FeatureTypes.Describe(input.Type));
    }
}
