using CoreML.Format;
using CoreML.Specification;
using Filling = CoreML.Specification.Imputer.ImputedValueOneofCase;
using Marker = CoreML.Specification.Imputer.ReplaceValueOneofCase;

namespace CoreML.Builder;

/// <summary>Fills gaps: puts stored values in the place of missing ones. One input and one output of the same type: an integer, a
/// double, a string, a dictionary, or an array of one dimension.</summary>
public sealed class ImputerBuilder : TransformerBuilder<ImputerBuilder>
{
    private const FeatureKinds Kinds = FeatureKinds.Numeric | FeatureKinds.String | FeatureKinds.Dictionary;

    private readonly Imputer _parameters = new();

    /// <summary>Starts a model.</summary>
    public ImputerBuilder()
        : base(new(Kinds, Most: 1, Optional: true), new(Kinds, Most: 1), Feature.Double)
    {
        Model.Imputer = _parameters;
    }

    /// <summary>Fills with a number: a double, or every element of an array.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(double value) => Set(() => _parameters.ImputedDoubleValue = value);

    /// <summary>Fills with an integer.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(long value) => Set(() => _parameters.ImputedInt64Value = value);

    /// <summary>Fills with a string.</summary>
    /// <param name="value">The string.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(string value) => Set(() => _parameters.ImputedStringValue = value);

    /// <summary>Fills an array.</summary>
    /// <param name="values">One number for each element.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(params double[] values) => Set(() => _parameters.ImputedDoubleArray = new DoubleVector { Vector = { values } });

    /// <summary>Fills an array of integers.</summary>
    /// <param name="values">One integer for each element.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(params long[] values) => Set(() => _parameters.ImputedInt64Array = new Int64Vector { Vector = { values } });

    /// <summary>Fills a dictionary: puts in what is not there.</summary>
    /// <param name="values">The number for each key.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(IEnumerable<KeyValuePair<string, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var map = new StringToDoubleMap();
        map.Map.Add(new Dictionary<string, double>(values));
        return Set(() => _parameters.ImputedStringDictionary = map);
    }

    /// <summary>Fills a dictionary: puts in what is not there.</summary>
    /// <param name="values">The number for each key.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Fill(IEnumerable<KeyValuePair<long, double>> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var map = new Int64ToDoubleMap();
        map.Map.Add(new Dictionary<long, double>(values));
        return Set(() => _parameters.ImputedInt64Dictionary = map);
    }

    /// <summary>Says which number marks a gap; without a call NaN does.</summary>
    /// <param name="value">The number.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Replace(double value) => Set(() => _parameters.ReplaceDoubleValue = value);

    /// <summary>Says which integer marks a gap.</summary>
    /// <param name="value">The integer.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Replace(long value) => Set(() => _parameters.ReplaceInt64Value = value);

    /// <summary>Says which string marks a gap.</summary>
    /// <param name="value">The string.</param>
    /// <returns>The builder.</returns>
    public ImputerBuilder Replace(string value) => Set(() => _parameters.ReplaceStringValue = value);

    private protected override void Complete()
    {
        FeatureType input = TheInput.Type;
        InferOutputs(input);
        if (Description.Output.Any(output => output.Type.TypeCase != input.TypeCase))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "description.output", expected: FeatureTypes.Describe(input), found: FeatureTypes.Describe(Description.Output[0].Type));
        }
        (FeatureKinds kinds, Marker marker) = _parameters.ImputedValueCase switch
        {
            Filling.ImputedDoubleValue => (FeatureKinds.Double | FeatureKinds.MultiArray, Marker.ReplaceDoubleValue),
            Filling.ImputedDoubleArray => (FeatureKinds.MultiArray, Marker.ReplaceDoubleValue),
            Filling.ImputedInt64Value => (FeatureKinds.Int64, Marker.ReplaceInt64Value),
            Filling.ImputedInt64Array => (FeatureKinds.MultiArray, Marker.ReplaceInt64Value),
            Filling.ImputedStringValue => (FeatureKinds.String, Marker.ReplaceStringValue),
            Filling.ImputedStringDictionary or Filling.ImputedInt64Dictionary => (FeatureKinds.Dictionary, Marker.None),
            _ => throw BuilderDiagnostics.Incomplete.Error(path: "imputer.imputedValue", expected: "what to fill gaps with", found: "nothing"),
        };
        if (!kinds.HasFlag(FeatureTypes.KindOf(input)))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: "imputer.imputedValue", expected: $"{FeatureTypes.Describe(kinds)} as input", found: FeatureTypes.Describe(input));
        }
        if (_parameters.ReplaceValueCase != Marker.None && _parameters.ReplaceValueCase != marker)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "imputer.replaceValue", expected: marker == Marker.None ? "none for dictionaries" : "a value of the kind that fills gaps",
                found: $"{_parameters.ReplaceValueCase}");
        }
        if (_parameters.ImputedDoubleArray?.Vector.Count is { } doubles)
        {
            CheckInputSize(doubles, "imputer.imputedDoubleArray");
        }
        else if (_parameters.ImputedInt64Array?.Vector.Count is { } integers)
        {
            CheckInputSize(integers, "imputer.imputedInt64Array");
        }
    }

    private ImputerBuilder Set(Action set)
    {
        set();
        return this;
    }
}
