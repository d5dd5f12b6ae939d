using CoreML.Specification;
using Google.Protobuf;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Validation.Tests;

/// <summary>Short forms of what models are made of.</summary>
internal static class Make
{
    public static Model Model(FeatureDescription[] inputs, FeatureDescription[] outputs, int version = 1) => new()
    {
        SpecificationVersion = version,
        Description = new ModelDescription { Input = { inputs }, Output = { outputs } },
    };

    public static FeatureDescription Feature(string name, FeatureType type) => new() { Name = name, Type = type };

    public static FeatureDescription Double(string name) => Feature(name, new() { DoubleType = new() });

    public static FeatureDescription Int64(string name) => Feature(name, new() { Int64Type = new() });

    public static FeatureDescription String(string name) => Feature(name, new() { StringType = new() });

    public static FeatureDescription Array(string name, params long[] shape) => Array(name, DataType.Double, shape);

    public static FeatureDescription Array(string name, DataType type, params long[] shape) =>
        Feature(name, new() { MultiArrayType = new() { DataType = type, Shape = { shape } } });

    public static FeatureDescription Image(string name, long width, long height) => Feature(name, new()
    {
        ImageType = new() { Width = width, Height = height, ColorSpace = ImageFeatureType.Types.ColorSpace.Rgb },
    });

    public static FeatureDescription Dictionary(string name, bool texts = true) => Feature(name, new()
    {
        DictionaryType = texts ? new() { StringKeyType = new() } : new() { Int64KeyType = new() },
    });

    public static FeatureDescription Sequence(string name, bool texts = true) => Feature(name, new()
    {
        SequenceType = texts ? new() { StringType = new() } : new() { Int64Type = new() },
    });

    public static FeatureDescription State(string name, params long[] shape) => Feature(name, new()
    {
        StateType = new() { ArrayType = new() { DataType = DataType.Float16, Shape = { shape } } },
    });

    public static StringVector Texts(params string[] texts) => new() { Vector = { texts } };

    public static Int64Vector Numbers(params long[] numbers) => new() { Vector = { numbers } };

    public static FloatVector Floats(params float[] numbers) => new() { Vector = { numbers } };

    public static SizeRange Range(ulong lower, long upper) => new() { LowerBound = lower, UpperBound = upper };

    public static ByteString Data { get; } = ByteString.CopyFrom(1, 2, 3);

    public static FeatureType Type(this Model model, int input) => model.Description.Input[input].Type;

    /// <summary>Replaces an input by one of another type and the same name.</summary>
    public static void Retype(this FeatureDescription feature, FeatureDescription other) => feature.Type = other.Type;

    /// <summary>A model of a type without rules of its own, which takes and gives what is asked.</summary>
    public static Model Identity(int version, params FeatureDescription[] features)
    {
        Model model = Model(features, [.. features.Select(feature => feature.Clone())], version);
        model.Identity = new();
        return model;
    }
}
