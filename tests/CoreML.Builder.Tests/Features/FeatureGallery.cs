using CoreML.Format;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;

namespace CoreML.Builder.Tests;

/// <summary>A feature type of every kind, in every form that the kind has.</summary>
internal static class FeatureGallery
{
    /// <summary>The types by name, with the version of the specification that brought them.</summary>
    public static IReadOnlyDictionary<string, (int Version, Func<FeatureType> Make)> Types { get; } =
        new Dictionary<string, (int, Func<FeatureType>)>
        {
            ["integer"] = (1, () => Feature.Int64),
            ["double"] = (1, () => Feature.Double),
            ["text"] = (1, () => Feature.String),
            ["array"] = (1, () => Feature.Array([2, 3])),
            ["doubles"] = (1, () => Feature.Array([2, 3], ElementType.Float64)),
            ["integers"] = (1, () => Feature.Array([2, 3], ElementType.Int32)),
            ["RGB"] = (1, () => Feature.Image(2, 3)),
            ["BGR"] = (1, () => Feature.Image(2, 3, ColorSpace.Bgr)),
            ["gray"] = (1, () => Feature.Image(2, 3, ColorSpace.Grayscale)),
            ["dictionary by text"] = (1, () => Feature.StringDictionary),
            ["dictionary by integer"] = (1, () => Feature.Int64Dictionary),
            ["texts"] = (3, () => Feature.StringSequence()),
            ["sequence of integers"] = (3, () => Feature.Int64Sequence((1, 5))),
            ["shapes"] = (3, () => Feature.Array([2, 3]).WithShapes([2, 3], [4, 5])),
            ["range"] = (3, () => Feature.Array([2, 3]).WithShapeRange((1, 2), (3, null))),
            ["sizes"] = (3, () => Feature.Image(2, 3).WithSizes((2, 3), (4, 5))),
            ["size range"] = (3, () => Feature.Image(2, 3).WithSizeRange((1, 2), 3)),
            ["optional"] = (1, () => Feature.String.Optional()),
            ["default number"] = (5, () => Feature.Array([2]).Optional(0.5)),
            ["default double"] = (5, () => Feature.Array([2], ElementType.Float64).Optional(0.5)),
            ["default integer"] = (5, () => Feature.Array([2], ElementType.Int32).Optional(7)),
            ["half"] = (7, () => Feature.Array([2], ElementType.Float16)),
            ["half gray"] = (7, () => Feature.Image(2, 3, ColorSpace.GrayscaleFloat16)),
            ["state"] = (9, () => Feature.State([2])),
            ["bytes"] = (10, () => Feature.Array([2], ElementType.Int8)),
        };

    /// <summary>A model with an input of a type, which may have any.</summary>
    public static Model Model(FeatureType type) => new SerializedModelBuilder("com.example.form", [1])
        .Input("x", type).Input("z", Feature.Double).Output("y", Feature.Double).BuildSpecification();

    /// <summary>The types by name.</summary>
    public static IEnumerable<(string Name, Func<FeatureType> Make)> All() => Types.Select(entry => (entry.Key, entry.Value.Make));
}
