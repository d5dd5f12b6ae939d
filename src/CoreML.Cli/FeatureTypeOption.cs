using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Cli;

/// <summary>The types that <c>--input-type</c> and <c>--output-type</c> take.</summary>
internal static class FeatureTypeOption
{
    private static readonly Dictionary<string, ElementType> Elements = new(StringComparer.OrdinalIgnoreCase)
    {
        ["fp16"] = ElementType.Float16,
        ["fp32"] = ElementType.Float32,
        ["fp64"] = ElementType.Float64,
        ["int32"] = ElementType.Int32,
        ["int8"] = ElementType.Int8,
    };

    private static readonly Dictionary<string, ColorSpace> Images = new(StringComparer.OrdinalIgnoreCase)
    {
        ["image:rgb"] = ColorSpace.Rgb,
        ["image:bgr"] = ColorSpace.Bgr,
        ["image:gray"] = ColorSpace.Grayscale,
        ["image:gray-fp16"] = ColorSpace.GrayscaleFloat16,
    };

    /// <summary>All of them, for people.</summary>
    public static string Choices => string.Join(", ", [.. Elements.Keys, "multiarray", "image", .. Images.Keys]);

    public static void Apply(ModelFeature feature, string type)
    {
        if (string.Equals(type, "image", StringComparison.OrdinalIgnoreCase))
        {
            feature.ChangeToImage(ChannelsOf(feature) == 1 ? ColorSpace.Grayscale : ColorSpace.Rgb);
        }
        else if (Images.TryGetValue(type, out ColorSpace colorSpace))
        {
            if (feature.Specification.Type.ImageType is not null)
            {
                feature.ChangeToMultiArray();
            }
            feature.ChangeToImage(colorSpace);
        }
        else if (string.Equals(type, "multiarray", StringComparison.OrdinalIgnoreCase))
        {
            feature.ChangeToMultiArray();
        }
        else if (Elements.TryGetValue(type, out ElementType elementType))
        {
            if (feature.Specification.Type.ImageType is not null)
            {
                feature.ChangeToMultiArray();
            }
            feature.ChangeElementType(elementType);
        }
        else
        {
            throw new UsageException($"'{type}' is not a type; these are: {Choices}.");
        }
    }

    private static long ChannelsOf(ModelFeature feature) =>
        feature.Specification.Type.MultiArrayType?.Shape is { Count: >= 3 } shape ? shape[^3] : 3;
}
