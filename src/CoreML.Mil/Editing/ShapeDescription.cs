using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>Writes shapes and their flexibility into descriptions of features.</summary>
internal static class ShapeDescription
{
    /// <summary>The number of dimensions of a multi-array, however its shape is given.</summary>
    public static int RankOf(ArrayFeatureType array) => array.ShapeFlexibilityCase switch
    {
        ArrayFeatureType.ShapeFlexibilityOneofCase.ShapeRange => array.ShapeRange.SizeRanges.Count,
        ArrayFeatureType.ShapeFlexibilityOneofCase.EnumeratedShapes when array.EnumeratedShapes.Shapes.Count > 0 =>
            array.EnumeratedShapes.Shapes[0].Shape_.Count,
        _ => array.Shape.Count,
    };

    /// <summary>Describes the shapes of a multi-array, or the sizes of an image; nothing else has some.</summary>
    public static void Set(FeatureType type, ShapeSet set)
    {
        if (type.MultiArrayType is { } array)
        {
            Set(array, set.Ranges, set.Shapes, set.IsFlexible);
        }
        else if (type.ImageType is { } image)
        {
            Set(image, set.Ranges, set.Shapes, set.IsFlexible);
        }
    }

    private static void Set(ArrayFeatureType array, (long Smallest, long Largest)[] ranges, long[][] shapes, bool flexible)
    {
        long[] usual = Default([.. array.Shape], ranges, shapes);
        array.Shape.Clear();
        array.Shape.Add(usual);
        array.ClearShapeFlexibility();
        if (flexible && shapes.Length > 0)
        {
            array.EnumeratedShapes = new();
            array.EnumeratedShapes.Shapes.Add(shapes.Select(shape => new ArrayFeatureType.Types.Shape { Shape_ = { shape } }));
        }
        else if (flexible)
        {
            array.ShapeRange = new();
            array.ShapeRange.SizeRanges.Add(ranges.Select(Range));
        }
    }

    private static void Set(ImageFeatureType image, (long Smallest, long Largest)[] ranges, long[][] shapes, bool flexible)
    {
        long[] usual = Default([image.Height, image.Width], ranges[^2..], [.. shapes.Select(shape => shape[^2..])]);
        (image.Height, image.Width) = (usual[0], usual[1]);
        image.ClearSizeFlexibility();
        if (flexible && shapes.Length > 0)
        {
            image.EnumeratedSizes = new();
            image.EnumeratedSizes.Sizes.Add(shapes.Select(
                shape => new ImageFeatureType.Types.ImageSize { Height = (ulong)shape[^2], Width = (ulong)shape[^1] }));
        }
        else if (flexible)
        {
            image.ImageSizeRange = new() { HeightRange = Range(ranges[^2]), WidthRange = Range(ranges[^1]) };
        }
    }

    // The default shape stays if it is still allowed.
    private static long[] Default(long[] current, (long Smallest, long Largest)[] ranges, long[][] shapes)
    {
        if (shapes.Length > 0)
        {
            return shapes[0];
        }
        bool allowed = current.Length == ranges.Length
            && current.Zip(ranges).All(pair => pair.First >= pair.Second.Smallest && (pair.Second.Largest < 0 || pair.First <= pair.Second.Largest));
        return allowed ? current : [.. ranges.Select(range => range.Smallest)];
    }

    private static SizeRange Range((long Smallest, long Largest) range) =>
        new() { LowerBound = (ulong)range.Smallest, UpperBound = range.Largest };
}
