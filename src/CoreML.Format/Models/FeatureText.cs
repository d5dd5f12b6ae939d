using CoreML.Specification;

namespace CoreML.Format;

/// <summary>Puts the type of an input or output into a few words.</summary>
public static class FeatureText
{
    /// <summary>A feature's type: <c>multiArray FLOAT32 [1, 3, 224, 224]</c>, <c>image RGB 224×224</c>.</summary>
    /// <param name="type">The type; may be <see langword="null"/>, as a damaged model has it.</param>
    /// <returns>The text.</returns>
    public static string Of(FeatureType? type)
    {
        if (type is null)
        {
            return "none";
        }
        string text = type.TypeCase switch
        {
            FeatureType.TypeOneofCase.MultiArrayType => "multiArray " + Of(type.MultiArrayType),
            FeatureType.TypeOneofCase.ImageType =>
                FormattableString.Invariant($"image {Name(type.ImageType.ColorSpace)} {type.ImageType.Width}×{type.ImageType.Height}")
                + (type.ImageType.SizeFlexibilityCase == ImageFeatureType.SizeFlexibilityOneofCase.None ? "" : " flexible"),
            FeatureType.TypeOneofCase.DictionaryType =>
                type.DictionaryType.KeyTypeCase == DictionaryFeatureType.KeyTypeOneofCase.Int64KeyType ? "dictionary of int64" : "dictionary of string",
            FeatureType.TypeOneofCase.SequenceType =>
                type.SequenceType.TypeCase == SequenceFeatureType.TypeOneofCase.Int64Type ? "sequence of int64" : "sequence of string",
            FeatureType.TypeOneofCase.StateType => "state " + Of(type.StateType.ArrayType),
            FeatureType.TypeOneofCase.Int64Type => "int64",
            FeatureType.TypeOneofCase.DoubleType => "double",
            FeatureType.TypeOneofCase.StringType => "string",
            _ => "none",
        };
        return type.IsOptional ? text + " optional" : text;
    }

    private static string Of(ArrayFeatureType? array) => array is null
        ? "none"
        : $"{array.DataType.ToString().ToUpperInvariant()} [{string.Join(", ", array.Shape)}]"
            + (array.ShapeFlexibilityCase == ArrayFeatureType.ShapeFlexibilityOneofCase.None ? "" : " flexible");

    // As the specification spells it.
    private static string Name(ImageFeatureType.Types.ColorSpace space) => space switch
    {
        ImageFeatureType.Types.ColorSpace.Grayscale => "GRAYSCALE",
        ImageFeatureType.Types.ColorSpace.Rgb => "RGB",
        ImageFeatureType.Types.ColorSpace.Bgr => "BGR",
        ImageFeatureType.Types.ColorSpace.GrayscaleFloat16 => "GRAYSCALE_FLOAT16",
        _ => "unknown color space",
    };
}
