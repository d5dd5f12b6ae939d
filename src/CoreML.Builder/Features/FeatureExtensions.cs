using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>What the types of features can have besides: other shapes, and being optional. Each method changes the type it is
/// called on and returns it.</summary>
public static class FeatureExtensions
{
    /// <summary>Lets the caller leave the input out.</summary>
    /// <param name="type">The type of an input.</param>
    /// <returns>The type.</returns>
    public static FeatureType Optional(this FeatureType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        type.IsOptional = true;
        return type;
    }

    /// <summary>Lets the caller leave the array out, which then has this value everywhere. Networks, ML programs and serialized
    /// models only. Specification version 5.</summary>
    /// <param name="type">The type of an input; an array.</param>
    /// <param name="value">The value; whole for arrays of integers.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">The type is not an array, or its elements cannot have this value.</exception>
    public static FeatureType Optional(this FeatureType type, double value)
    {
        ArrayFeatureType array = ArrayOf(type);
        switch (array.DataType)
        {
            case ArrayFeatureType.Types.ArrayDataType.Double:
                array.DoubleDefaultValue = value;
                break;
            case ArrayFeatureType.Types.ArrayDataType.Float32 or ArrayFeatureType.Types.ArrayDataType.Float16:
                array.FloatDefaultValue = (float)value;
                break;
            default:
                long limit = array.DataType == ArrayFeatureType.Types.ArrayDataType.Int8 ? sbyte.MaxValue : int.MaxValue;
                if (!double.IsInteger(value) || value > limit || value < -limit - 1)
                {
                    throw new ArgumentException($"An element of {array.DataType} cannot have the value {value}.", nameof(value));
                }
                array.IntDefaultValue = (int)value;
                break;
        }
        type.IsOptional = true;
        return type;
    }

    /// <summary>Lets an array have any of several shapes. Specification version 3.</summary>
    /// <param name="type">The type; an array.</param>
    /// <param name="shapes">The shapes, all of the same number of dimensions; the type's default shape is one of them.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">There is no shape, one has another number of dimensions or a negative size, or the default
    /// is not among them.</exception>
    public static FeatureType WithShapes(this FeatureType type, params IEnumerable<long[]> shapes)
    {
        ArrayFeatureType array = ArrayOf(type);
        ArgumentNullException.ThrowIfNull(shapes);
        var list = new ArrayFeatureType.Types.EnumeratedShapes();
        foreach (long[] shape in shapes)
        {
            if (shape.Length != array.Shape.Count || shape.Any(size => size < 0))
            {
                throw new ArgumentException($"[{string.Join(", ", shape)}] is not a shape of {array.Shape.Count} dimensions.", nameof(shapes));
            }
            list.Shapes.Add(new ArrayFeatureType.Types.Shape { Shape_ = { shape } });
        }
        if (!list.Shapes.Any(shape => shape.Shape_.Equals(array.Shape)))
        {
            throw new ArgumentException($"The default shape [{string.Join(", ", array.Shape)}] is not one of the shapes.", nameof(shapes));
        }
        array.EnumeratedShapes = list;
        return type;
    }

    /// <summary>Lets each dimension of an array vary. Specification version 3.</summary>
    /// <param name="type">The type; an array.</param>
    /// <param name="sizes">The sizes of each dimension, also of the fixed ones: <c>WithShapeRange((1, 8), 3, (16, null))</c>.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">There are not as many as dimensions, or the default shape is not within.</exception>
    public static FeatureType WithShapeRange(this FeatureType type, params ReadOnlySpan<SizeBounds> sizes)
    {
        ArrayFeatureType array = ArrayOf(type);
        var range = new ArrayFeatureType.Types.ShapeRange();
        if (sizes.Length == 0 || (array.Shape.Count != 0 && sizes.Length != array.Shape.Count))
        {
            throw new ArgumentException($"{sizes.Length} ranges do not fit {array.Shape.Count} dimensions.", nameof(sizes));
        }
        for (int i = 0; i < sizes.Length; i++)
        {
            if (array.Shape.Count != 0 && !sizes[i].Contains(array.Shape[i]))
            {
                throw new ArgumentException($"The default size {array.Shape[i]} of dimension {i} is not within its range.", nameof(sizes));
            }
            range.SizeRanges.Add(sizes[i].ToRange());
        }
        array.ShapeRange = range;
        return type;
    }

    /// <summary>Lets an image have any of several sizes. Specification version 3.</summary>
    /// <param name="type">The type; an image.</param>
    /// <param name="sizes">Width and height of each; the type's default is one of them.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is not positive, or the default is not among them.</exception>
    public static FeatureType WithSizes(this FeatureType type, params ReadOnlySpan<(int Width, int Height)> sizes)
    {
        ImageFeatureType image = ImageOf(type);
        var list = new ImageFeatureType.Types.EnumeratedImageSizes();
        foreach ((int width, int height) in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width, nameof(sizes));
            ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height, nameof(sizes));
            list.Sizes.Add(new ImageFeatureType.Types.ImageSize { Width = (ulong)width, Height = (ulong)height });
        }
        if (!list.Sizes.Any(size => size.Width == (ulong)image.Width && size.Height == (ulong)image.Height))
        {
            throw new ArgumentException($"The default size {image.Width} × {image.Height} is not one of the sizes.", nameof(sizes));
        }
        image.EnumeratedSizes = list;
        return type;
    }

    /// <summary>Lets width and height of an image vary. Specification version 3.</summary>
    /// <param name="type">The type; an image.</param>
    /// <param name="widths">The widths.</param>
    /// <param name="heights">The heights.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">The default size is not within.</exception>
    public static FeatureType WithSizeRange(this FeatureType type, SizeBounds widths, SizeBounds heights)
    {
        ImageFeatureType image = ImageOf(type);
        if (!widths.Contains(image.Width) || !heights.Contains(image.Height))
        {
            throw new ArgumentException($"The default size {image.Width} × {image.Height} is not within the ranges.", nameof(widths));
        }
        image.ImageSizeRange = new ImageFeatureType.Types.ImageSizeRange { WidthRange = widths.ToRange(), HeightRange = heights.ToRange() };
        return type;
    }

    private static ArrayFeatureType ArrayOf(FeatureType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.MultiArrayType ?? throw new ArgumentException($"This is not an array but {FeatureTypes.Describe(type)}.", nameof(type));
    }

    private static ImageFeatureType ImageOf(FeatureType type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.ImageType ?? throw new ArgumentException($"This is not an image but {FeatureTypes.Describe(type)}.", nameof(type));
    }
}
