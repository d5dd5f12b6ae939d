using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>How features become blobs and blobs features.</summary>
internal static class FeatureShapes
{
    /// <summary>The shape of the blob of an input.</summary>
    /// <param name="type">The input's type.</param>
    /// <param name="exact">Whether blobs have the dimensions that features are declared with.</param>
    /// <returns>The shape; <see langword="null"/> if the input cannot be a blob.</returns>
    public static TensorShape? OfInput(FeatureType type, bool exact)
    {
        if (type.ImageType is { } image)
        {
            Dimension channels = image.ColorSpace is ImageFeatureType.Types.ColorSpace.Rgb or ImageFeatureType.Types.ColorSpace.Bgr ? 3 : 1;
            (Dimension height, Dimension width) = SizeOf(image);
            return exact ? [1, channels, height, width] : [Dimensions.Unknown, Dimensions.Unknown, channels, height, width];
        }
        if (type.MultiArrayType is not { } array || Sizes(array) is not { Length: > 0 } sizes)
        {
            return null;
        }
        return (exact, sizes.Length) switch
        {
            (true, _) => TensorShape.Wrap(sizes),
            // How long a sequence is and how many there are is said by what is predicted.
            (false, 1) => [Dimensions.Unknown, Dimensions.Unknown, sizes[0], 1, 1],
            (false, 3) => [Dimensions.Unknown, Dimensions.Unknown, .. sizes],
            _ => null,
        };
    }

    /// <summary>The type of an output, as far as the shape is known.</summary>
    public static FeatureType ToOutput(TensorShape shape, bool exact)
    {
        Dimension[] sizes = exact || !shape.IsRanked ? [.. shape] : [.. shape.Skip(2)];
        if (!exact && sizes.Length == 3 && sizes[1..].All(size => size is { IsKnown: true, Size: 1 }))
        {
            sizes = sizes[..1];
        }
        return shape.IsRanked && sizes.All(size => size.IsKnown) ? Feature.Array([.. sizes.Select(size => size.Size)]) : Feature.Array();
    }

    /// <summary>Whether a blob may have the shape that is declared for its feature.</summary>
    public static bool Fits(IReadOnlyList<long> declared, TensorShape shape, bool exact)
    {
        if (exact)
        {
            return declared.Count == shape.Rank && declared.Select((size, i) => Dimensions.MayEqual(size, shape[i])).All(fits => fits);
        }
        return declared.Count switch
        {
            1 => Dimensions.MayEqual(declared[0], Dimensions.Product(shape.Skip(2))),
            3 => declared.Select((size, i) => Dimensions.MayEqual(size, shape[i + 2])).All(fits => fits),
            _ => true,
        };
    }

    private static Dimension[] Sizes(ArrayFeatureType array)
    {
        switch (array.ShapeFlexibilityCase)
        {
            case ArrayFeatureType.ShapeFlexibilityOneofCase.ShapeRange:
                return [.. array.ShapeRange.SizeRanges.Select(Of)];
            case ArrayFeatureType.ShapeFlexibilityOneofCase.EnumeratedShapes:
                var shapes = array.EnumeratedShapes.Shapes;
                int rank = shapes.Count == 0 ? 0 : shapes.Min(shape => shape.Shape_.Count);
                return [.. Enumerable.Range(0, rank).Select(axis => Of(shapes.Select(shape => shape.Shape_[axis])))];
            default:
                return [.. array.Shape.Select(size => (Dimension)size)];
        }
    }

    private static (Dimension Height, Dimension Width) SizeOf(ImageFeatureType image) => image.SizeFlexibilityCase switch
    {
        ImageFeatureType.SizeFlexibilityOneofCase.EnumeratedSizes => (
            Of(image.EnumeratedSizes.Sizes.Select(size => (long)size.Height)), Of(image.EnumeratedSizes.Sizes.Select(size => (long)size.Width))),
        ImageFeatureType.SizeFlexibilityOneofCase.ImageSizeRange => (Of(image.ImageSizeRange.HeightRange), Of(image.ImageSizeRange.WidthRange)),
        _ => (image.Height, image.Width),
    };

    private static Dimension Of(SizeRange range) => range.UpperBound == (long)range.LowerBound ? range.UpperBound : Dimensions.Unknown;

    private static Dimension Of(IEnumerable<long> sizes) => sizes.Distinct().ToArray() is [var only] ? only : Dimensions.Unknown;
}
