using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Replaces strings by integers or integers by strings. The input has the kind of the keys and the output that of the values;
/// both may be sequences.</summary>
public sealed class CategoricalMappingBuilder : TransformerBuilder<CategoricalMappingBuilder>
{
    private const FeatureKinds Kinds = FeatureKinds.Int64 | FeatureKinds.String | FeatureKinds.Sequence;

    private readonly CategoricalMapping _parameters = new();

    /// <summary>Starts a model.</summary>
    public CategoricalMappingBuilder()
        : base(new(Kinds, Most: 1), new(Kinds, Most: 1), Feature.Int64)
    {
        Model.CategoricalMapping = _parameters;
    }

    /// <summary>Maps a string to an integer.</summary>
    /// <param name="key">The string.</param>
    /// <param name="value">The integer.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The string is mapped already.</exception>
    /// <exception cref="CoreMLException">CML7006: the other keys are integers.</exception>
    public CategoricalMappingBuilder Map(string key, long value)
    {
        CheckKind(_parameters.Int64ToStringMap is null);
        _parameters.StringToInt64Map ??= new StringToInt64Map();
        _parameters.StringToInt64Map.Map.Add(key, value);
        return this;
    }

    /// <summary>Maps an integer to a string.</summary>
    /// <param name="key">The integer.</param>
    /// <param name="value">The string.</param>
    /// <returns>The builder.</returns>
    /// <exception cref="ArgumentException">The integer is mapped already.</exception>
    /// <exception cref="CoreMLException">CML7006: the other keys are strings.</exception>
    public CategoricalMappingBuilder Map(long key, string value)
    {
        CheckKind(_parameters.StringToInt64Map is null);
        _parameters.Int64ToStringMap ??= new Int64ToStringMap();
        _parameters.Int64ToStringMap.Map.Add(key, value);
        return this;
    }

    /// <summary>Sets the answer for a string that is not mapped; without a call it is an error.</summary>
    /// <param name="value">The answer.</param>
    /// <returns>The builder.</returns>
    public CategoricalMappingBuilder Unknown(long value)
    {
        _parameters.Int64Value = value;
        return this;
    }

    /// <summary>Sets the answer for an integer that is not mapped; without a call it is an error.</summary>
    /// <param name="value">The answer.</param>
    /// <returns>The builder.</returns>
    public CategoricalMappingBuilder Unknown(string value)
    {
        _parameters.StrValue = value;
        return this;
    }

    private protected override void Complete()
    {
        FeatureType input = TheInput.Type;
        if (_parameters.MappingTypeCase == CategoricalMapping.MappingTypeOneofCase.None)
        {
            throw BuilderDiagnostics.Incomplete.Error(path: "categoricalMapping", expected: "at least one pair", found: "none");
        }
        bool toStrings = _parameters.Int64ToStringMap is not null;
        if (_parameters.ValueOnUnknownCase == (toStrings
            ? CategoricalMapping.ValueOnUnknownOneofCase.Int64Value : CategoricalMapping.ValueOnUnknownOneofCase.StrValue))
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(
                path: "categoricalMapping.valueOnUnknown", expected: toStrings ? "a string" : "an integer", found: toStrings ? "an integer" : "a string");
        }
        FeatureKinds key = toStrings ? FeatureKinds.Int64 : FeatureKinds.String;
        FeatureKinds value = toStrings ? FeatureKinds.String : FeatureKinds.Int64;
        bool sequence = input.SequenceType is not null;
        InferOutputs((sequence, toStrings) switch
        {
            (true, true) => Feature.StringSequence(),
            (true, false) => Feature.Int64Sequence(),
            (false, true) => Feature.String,
            (false, false) => Feature.Int64,
        });
        Check("description.input[0]", input, key, sequence);
        foreach (FeatureDescription output in Description.Output)
        {
            Check("description.output[0]", output.Type, value, sequence);
        }
    }

    private static void CheckKind(bool same)
    {
        if (!same)
        {
            throw BuilderDiagnostics.ValueNotAllowed.Error(path: "categoricalMapping", expected: "keys of one kind", found: "strings and integers");
        }
    }

    private static void Check(string path, FeatureType type, FeatureKinds kind, bool sequence)
    {
        FeatureKinds element = type.SequenceType is { } list
            ? list.Int64Type is null ? FeatureKinds.String : FeatureKinds.Int64
            : FeatureTypes.KindOf(type);
        if (element != kind || sequence != (type.SequenceType is not null))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: path, expected: (sequence ? "a sequence of " : "") + FeatureTypes.Describe(kind), found: FeatureTypes.Describe(type));
        }
    }
}
