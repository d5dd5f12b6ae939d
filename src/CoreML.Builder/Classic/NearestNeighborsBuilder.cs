using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Classification by the nearest of stored samples. The label of each sample is given with it, so that there is no list
/// of labels. The one input is an array. Specification version 4.</summary>
public sealed class NearestNeighborsBuilder : FeatureModelBuilder<NearestNeighborsBuilder>
{
    private readonly KNearestNeighborsClassifier _parameters = new();
    private readonly NearestNeighborsIndex _index = new() { LinearIndex = new LinearIndex(), SquaredEuclideanDistance = new SquaredEuclideanDistance() };
    private string _label = "classLabel";
    private string? _probabilities = "classProbability";
    private bool? _integers;

    /// <summary>Starts a model that compares with every sample and counts all neighbours' votes alike.</summary>
    /// <param name="dimensions">The length of each sample and of the input.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dimensions"/> is not positive.</exception>
    public NearestNeighborsBuilder(int dimensions)
        : base(new(FeatureKinds.MultiArray, Most: 1), FeatureRule.AnyOutput)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(dimensions);
        _index.NumberOfDimensions = dimensions;
        _parameters.NearestNeighborsIndex = _index;
        _parameters.UniformWeighting = new UniformWeighting();
        _parameters.NumberOfNeighbors = Parameter.Of(5);
        Model.KNearestNeighborsClassifier = _parameters;
    }

    /// <summary>Names the outputs.</summary>
    /// <param name="label">The output with the label; <c>classLabel</c> by default.</param>
    /// <param name="probabilities">The output with a table from label to share of the votes, <c>classProbability</c> by default;
    /// <see langword="null"/> for no such output.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">A name is empty, or both are equal.</exception>
    public NearestNeighborsBuilder Predicts(string label, string? probabilities = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(label);
        if (probabilities is { Length: 0 } || probabilities == label)
        {
            throw new ArgumentException("The probabilities need a name of their own.", nameof(probabilities));
        }
        (_label, _probabilities) = (label, probabilities);
        return this;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="label">Its label.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7005: there are not as many values as dimensions. CML7007: other labels are
    /// integers.</exception>
    public NearestNeighborsBuilder Sample(ReadOnlySpan<float> values, string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        AddSample(values, integers: false);
        (_parameters.StringClassLabels ??= new StringVector()).Vector.Add(label);
        return this;
    }

    /// <summary>Adds a sample.</summary>
    /// <param name="values">Its values.</param>
    /// <param name="label">Its label.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7005: there are not as many values as dimensions. CML7007: other labels are
    /// strings.</exception>
    public NearestNeighborsBuilder Sample(ReadOnlySpan<float> values, long label)
    {
        AddSample(values, integers: true);
        (_parameters.Int64ClassLabels ??= new Int64Vector()).Vector.Add(label);
        return this;
    }

    /// <summary>Sets the label that a model without samples answers.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: the samples' labels are integers.</exception>
    public NearestNeighborsBuilder DefaultLabel(string label)
    {
        ArgumentNullException.ThrowIfNull(label);
        SetKind(integers: false);
        _parameters.StringClassLabels ??= new StringVector();
        _parameters.DefaultStringLabel = label;
        return this;
    }

    /// <summary>Sets the label that a model without samples answers.</summary>
    /// <param name="label">The label.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7007: the samples' labels are strings.</exception>
    public NearestNeighborsBuilder DefaultLabel(long label)
    {
        SetKind(integers: true);
        _parameters.Int64ClassLabels ??= new Int64Vector();
        _parameters.DefaultInt64Label = label;
        return this;
    }

    /// <summary>Sets the number of neighbours; without a call 5.</summary>
    /// <param name="count">The number, one of <see cref="Parameter"/>; all that it may be set to is positive.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="CoreMLException">CML7006: a number is not positive.</exception>
    public NearestNeighborsBuilder Neighbors(Int64Parameter count)
    {
        Parameter.CheckPositive(count, "kNearestNeighborsClassifier.numberOfNeighbors");
        _parameters.NumberOfNeighbors = count.Clone();
        return this;
    }

    /// <summary>Searches a tree that is built of the samples instead of comparing with each.</summary>
    /// <param name="leafSize">The number of samples below which a node is not divided further.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="leafSize"/> is not positive.</exception>
    public NearestNeighborsBuilder KdTree(int leafSize = 30)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(leafSize);
        _index.SingleKdTreeIndex = new SingleKdTreeIndex { LeafSize = leafSize };
        return this;
    }

    /// <summary>Lets a neighbour's vote count the more, the closer it is: 1 divided by its distance.</summary>
    /// <returns>The builder.</returns>
    public NearestNeighborsBuilder WeightedByDistance()
    {
        _parameters.InverseDistanceWeighting = new InverseDistanceWeighting();
        return this;
    }

    /// <summary>Lets applications add samples.</summary>
    /// <returns>The builder.</returns>
    public NearestNeighborsBuilder Updatable()
    {
        Model.IsUpdatable = true;
        return this;
    }

    private protected override void Complete()
    {
        FeatureDescription input = TheInput;
        CheckInputSize(_index.NumberOfDimensions, "kNearestNeighborsClassifier.nearestNeighborsIndex.numberOfDimensions");
        if (_integers is not { } integers)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(
                path: "kNearestNeighborsClassifier.classLabels", expected: "samples or a default label", found: "neither");
        }
        if (_index.FloatSamples.Count == 0 && _parameters.DefaultClassLabelCase == KNearestNeighborsClassifier.DefaultClassLabelOneofCase.None)
        {
            throw BuilderDiagnostics.Incomplete.Error(
                path: "kNearestNeighborsClassifier.defaultClassLabel", expected: "a default label in a model without samples", found: "none");
        }
        FeatureType labelType = integers ? Feature.Int64 : Feature.String;
        AddOutput(_label, labelType);
        Description.PredictedFeatureName = _label;
        if (_probabilities is not null)
        {
            AddOutput(_probabilities, integers ? Feature.Int64Dictionary : Feature.StringDictionary);
            Description.PredictedProbabilitiesName = _probabilities;
        }
        if (Model.IsUpdatable)
        {
            AddTrainingInput(input.Name, input.Type, input.ShortDescription);
            AddTrainingInput(_label, labelType);
        }
    }

    private void AddSample(ReadOnlySpan<float> values, bool integers)
    {
        Vectors.CheckLength(values.Length, _index.NumberOfDimensions, "kNearestNeighborsClassifier.nearestNeighborsIndex.floatSamples");
        SetKind(integers);
        _index.FloatSamples.Add(new FloatVector { Vector = { values.ToArray() } });
    }

    private void SetKind(bool integers)
    {
        if (_integers is { } before && before != integers)
        {
            throw BuilderDiagnostics.InvalidLabels.Error(
                path: "kNearestNeighborsClassifier.classLabels", expected: before ? "integers, as before" : "strings, as before",
                found: integers ? "an integer" : "a string");
        }
        _integers = integers;
    }
}
