using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Which list of a description a feature is in.</summary>
internal enum FeatureRole
{
    Input,
    Output,
    State,
}

/// <summary>An input, output or state of a model or of one of its functions, as rules look at it.</summary>
internal sealed class FeatureSubject(ModelSubject model, FeatureDescription feature, FeatureRole role, string list, int index)
{
    private static readonly FeatureType NoType = new();

    public ModelSubject Model => model;

    public FeatureRole Role => role;

    public string Name => feature.Name;

    public FeatureType Type { get; } = feature.Type ?? NoType;

    public ArrayFeatureType? Array => Type.MultiArrayType;

    public ImageFeatureType? Image => Type.ImageType;

    /// <summary>The array of a state; <see langword="null"/> for other features and for a state without one.</summary>
    public ArrayFeatureType? State => Type.StateType?.ArrayType;

    public bool IsState => Type.TypeCase == Kind.StateType;

    /// <summary>Whether Core ML looks at flexible shapes and sizes in models of this version.</summary>
    public bool MayBeFlexible => model.Version >= 3;

    /// <summary>The feature's full path.</summary>
    public string Path => model.At($"{list}[{index}]");

    /// <summary>The full path of a field of the feature's type.</summary>
    public string At(string field) => $"{Path}.type.{field}";

    /// <summary>The features of a model and of its functions, training inputs excepted.</summary>
    public static IEnumerable<FeatureSubject> Of(ModelSubject model)
    {
        ModelDescription description = model.Description;
        IEnumerable<FeatureSubject> all =
        [
            .. In(description.Input, FeatureRole.Input, "description.input"),
            .. In(description.Output, FeatureRole.Output, "description.output"),
            .. In(description.State, FeatureRole.State, "description.state"),
        ];
        return all.Concat(description.Functions.SelectMany((function, i) => (FeatureSubject[])
        [
            .. In(function.Input, FeatureRole.Input, $"description.functions[{i}].input"),
            .. In(function.Output, FeatureRole.Output, $"description.functions[{i}].output"),
            .. In(function.State, FeatureRole.State, $"description.functions[{i}].state"),
        ]));

        IEnumerable<FeatureSubject> In(RepeatedField<FeatureDescription> features, FeatureRole role, string list) =>
            features.Select((feature, i) => new FeatureSubject(model, feature, role, list, i));
    }
}
