using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The kinds of features, by the order of the specification's <c>FeatureType</c>.</summary>
[Flags]
internal enum FeatureKinds
{
    /// <summary>No kind.</summary>
    None = 0,

    /// <summary>An integer.</summary>
    Int64 = 1,

    /// <summary>A number.</summary>
    Double = 2,

    /// <summary>Text.</summary>
    String = 4,

    /// <summary>An image.</summary>
    Image = 8,

    /// <summary>A tensor.</summary>
    MultiArray = 16,

    /// <summary>A table.</summary>
    Dictionary = 32,

    /// <summary>A list.</summary>
    Sequence = 64,

    /// <summary>A tensor that is kept between predictions.</summary>
    State = 128,

    /// <summary>What stands for a number or several of them.</summary>
    Numeric = Int64 | Double | MultiArray,

    /// <summary>Every kind that an output can have.</summary>
    AnyOutput = 127,

    /// <summary>Every kind.</summary>
    Any = 255,
}

/// <summary>What a model's inputs or outputs may be.</summary>
/// <param name="Kinds">The kinds allowed.</param>
/// <param name="Most">How many there may be.</param>
/// <param name="Optional">Whether they may be optional.</param>
/// <param name="Defaults">Whether optional ones may have a default value.</param>
internal readonly record struct FeatureRule(FeatureKinds Kinds, int Most = int.MaxValue, bool Optional = false, bool Defaults = false)
{
    /// <summary>Any input, any number of times, and optional ones.</summary>
    public static FeatureRule Any => new(FeatureKinds.Any, Optional: true);

    /// <summary>Any input that is not optional, any number of times.</summary>
    public static FeatureRule AnyRequired => new(FeatureKinds.Any);

    /// <summary>Any output, any number of times.</summary>
    public static FeatureRule AnyOutput => new(FeatureKinds.AnyOutput);
}

/// <summary>Questions about feature types.</summary>
internal static class FeatureTypes
{
    /// <summary>The kind of a type.</summary>
    public static FeatureKinds KindOf(FeatureType type) => type.TypeCase switch
    {
        FeatureType.TypeOneofCase.Int64Type => FeatureKinds.Int64,
        FeatureType.TypeOneofCase.DoubleType => FeatureKinds.Double,
        FeatureType.TypeOneofCase.StringType => FeatureKinds.String,
        FeatureType.TypeOneofCase.ImageType => FeatureKinds.Image,
        FeatureType.TypeOneofCase.MultiArrayType => FeatureKinds.MultiArray,
        FeatureType.TypeOneofCase.DictionaryType => FeatureKinds.Dictionary,
        FeatureType.TypeOneofCase.SequenceType => FeatureKinds.Sequence,
        FeatureType.TypeOneofCase.StateType => FeatureKinds.State,
        _ => FeatureKinds.None,
    };

    /// <summary>How many numbers a feature stands for: 1, or the elements of an array of fixed shape; <see langword="null"/> if
    /// that is not known.</summary>
    public static long? SizeOf(FeatureType type) => KindOf(type) switch
    {
        FeatureKinds.Int64 or FeatureKinds.Double or FeatureKinds.String => 1,
        FeatureKinds.MultiArray when IsFixed(type.MultiArrayType) =>
            type.MultiArrayType.Shape.Aggregate(1L, (product, size) => checked(product * size)),
        _ => null,
    };

    /// <summary>Whether an array has one shape, and declares it.</summary>
    public static bool IsFixed(ArrayFeatureType type) =>
        type.Shape.Count > 0 && type.ShapeFlexibilityCase == ArrayFeatureType.ShapeFlexibilityOneofCase.None;

    /// <summary>A kind or several in words: <c>int64, double or multiArray</c>.</summary>
    public static string Describe(FeatureKinds kinds)
    {
        string[] names =
        [
            .. Enum.GetValues<FeatureKinds>().Where(kind => int.IsPow2((int)kind) && kinds.HasFlag(kind))
                .Select(kind => char.ToLowerInvariant(kind.ToString()[0]) + kind.ToString()[1..]),
        ];
        return names.Length < 2 ? string.Concat(names) : $"{string.Join(", ", names[..^1])} or {names[^1]}";
    }

    /// <summary>A type in words: <c>multiArray [1, 3] of FLOAT32</c>.</summary>
    public static string Describe(FeatureType type) => KindOf(type) switch
    {
        FeatureKinds.None => "no type",
        FeatureKinds.MultiArray => $"multiArray {Shape(type.MultiArrayType)} of {type.MultiArrayType.DataType}",
        FeatureKinds.Image => $"image {type.ImageType.Width} × {type.ImageType.Height}, {type.ImageType.ColorSpace}",
        FeatureKinds.Dictionary => $"dictionary by {(type.DictionaryType.Int64KeyType is null ? "string" : "int64")}",
        FeatureKinds.Sequence => $"sequence of {(type.SequenceType.Int64Type is null ? "string" : "int64")}",
        FeatureKinds.State => $"state {Shape(type.StateType.ArrayType)} of {type.StateType.ArrayType.DataType}",
        FeatureKinds kind => Describe(kind),
    };

    private static string Shape(ArrayFeatureType type) =>
        $"{(type.ShapeFlexibilityCase == ArrayFeatureType.ShapeFlexibilityOneofCase.None ? "" : "flexible ")}[{string.Join(", ", type.Shape)}]";
}
