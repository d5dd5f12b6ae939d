using CoreML.Format;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Builder;

/// <summary>The types that inputs, outputs and states of models have. Every call makes a new object; builders copy what they
/// are given.</summary>
public static class Feature
{
    /// <summary>An integer of 64 bits.</summary>
    public static FeatureType Int64 => new() { Int64Type = new Int64FeatureType() };

    /// <summary>A number in double precision.</summary>
    public static FeatureType Double => new() { DoubleType = new DoubleFeatureType() };

    /// <summary>Text.</summary>
    public static FeatureType String => new() { StringType = new StringFeatureType() };

    /// <summary>A table from text to number.</summary>
    public static FeatureType StringDictionary =>
        new() { DictionaryType = new DictionaryFeatureType { StringKeyType = new StringFeatureType() } };

    /// <summary>A table from integer to number.</summary>
    public static FeatureType Int64Dictionary =>
        new() { DictionaryType = new DictionaryFeatureType { Int64KeyType = new Int64FeatureType() } };

    /// <summary>A list of texts. Specification version 3.</summary>
    /// <param name="size">How many there may be; any number by default.</param>
    /// <returns>The type.</returns>
    public static FeatureType StringSequence(SizeBounds? size = null) =>
        new() { SequenceType = new SequenceFeatureType { StringType = new StringFeatureType(), SizeRange = (size ?? SizeBounds.Any).ToRange() } };

    /// <summary>A list of integers. Specification version 3.</summary>
    /// <param name="size">How many there may be; any number by default.</param>
    /// <returns>The type.</returns>
    public static FeatureType Int64Sequence(SizeBounds? size = null) =>
        new() { SequenceType = new SequenceFeatureType { Int64Type = new Int64FeatureType(), SizeRange = (size ?? SizeBounds.Any).ToRange() } };

    /// <summary>A tensor.</summary>
    /// <param name="shape">Its size along each dimension, the outermost first; none negative. For a shape that varies, the
    /// default one; see <see cref="FeatureExtensions.WithShapes"/> and <see cref="FeatureExtensions.WithShapeRange"/>.</param>
    /// <param name="type">What an element is: <see cref="ElementType.Float32"/>, <see cref="ElementType.Float64"/> or
    /// <see cref="ElementType.Int32"/>, from specification version 7 <see cref="ElementType.Float16"/>, from 10
    /// <see cref="ElementType.Int8"/>.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is negative, there is none, or <paramref name="type"/> is not one of these.</exception>
    public static FeatureType Array(ReadOnlySpan<long> shape, ElementType type = ElementType.Float32)
    {
        if (shape.IsEmpty)
        {
            throw new ArgumentException("A shape has at least one dimension.", nameof(shape));
        }
        return new() { MultiArrayType = Tensor(shape, type) };
    }

    /// <summary>A tensor, for an output, whose shape is not declared.</summary>
    /// <param name="type">What an element is.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException"><paramref name="type"/> is not a type that features have.</exception>
    public static FeatureType Array(ElementType type = ElementType.Float32) => new() { MultiArrayType = Tensor([], type) };

    /// <summary>A tensor that the model keeps from one prediction to the next. Specification version 9.</summary>
    /// <param name="shape">Its size along each dimension.</param>
    /// <param name="type">What an element is.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is negative, there is none, or the element type is not one that features have.</exception>
    public static FeatureType State(ReadOnlySpan<long> shape, ElementType type = ElementType.Float16) =>
        new() { StateType = new StateFeatureType { ArrayType = Array(shape, type).MultiArrayType } };

    /// <summary>An image.</summary>
    /// <param name="width">Its width in pixels, above 0.</param>
    /// <param name="height">Its height in pixels, above 0.</param>
    /// <param name="colorSpace">Its channels; <see cref="ColorSpace.GrayscaleFloat16"/> from specification version 7.</param>
    /// <returns>The type.</returns>
    /// <exception cref="ArgumentException">A size is not positive, or the color space is not one.</exception>
    public static FeatureType Image(int width, int height, ColorSpace colorSpace = ColorSpace.Rgb)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfEqual((int)colorSpace, (int)ColorSpace.InvalidColorSpace, nameof(colorSpace));
        return new() { ImageType = new ImageFeatureType { Width = width, Height = height, ColorSpace = colorSpace } };
    }

    private static ArrayFeatureType Tensor(ReadOnlySpan<long> shape, ElementType type)
    {
        var tensor = new ArrayFeatureType { DataType = DataTypeOf(type) };
        foreach (long size in shape)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(shape));
            tensor.Shape.Add(size);
        }
        return tensor;
    }

    private static DataType DataTypeOf(ElementType type) => type switch
    {
        ElementType.Float16 => DataType.Float16,
        ElementType.Float32 => DataType.Float32,
        ElementType.Float64 => DataType.Double,
        ElementType.Int8 => DataType.Int8,
        ElementType.Int32 => DataType.Int32,
        _ => throw new ArgumentException($"Features have no elements of type {type}.", nameof(type)),
    };
}
