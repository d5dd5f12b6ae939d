using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;
using Flexibility = CoreML.Specification.ArrayFeatureType.ShapeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Compares features of a description with values of an ML program.</summary>
internal static class TypeComparison
{
    /// <summary>Whether a value of the program can be the feature.</summary>
    public static bool Fits(FeatureType? feature, MilType value) => (feature?.TypeCase, value) switch
    {
        (Feature.MultiArrayType, TensorType tensor) => Fits(feature!.MultiArrayType, tensor),
        (Feature.ImageType, TensorType tensor) => Fits(feature!.ImageType, tensor),
        (Feature.StateType, StateType { Wrapped: TensorType tensor }) => feature!.StateType.ArrayType is { } array && Fits(array, tensor),
        (Feature.StringType, TensorType tensor) => tensor.ElementType == ElementType.String,
        (Feature.Int64Type, TensorType tensor) => tensor.ElementType == ElementType.Int64,
        (Feature.DoubleType, TensorType tensor) => tensor.ElementType.IsFloat,
        (Feature.DictionaryType, DictionaryType { Key: TensorType key }) =>
            key.ElementType == (feature!.DictionaryType.StringKeyType is not null ? ElementType.String : ElementType.Int64),
        (Feature.None or null, _) => true,
        _ => false,
    };

    private static bool Fits(ArrayFeatureType array, TensorType tensor)
    {
        bool elements = array.DataType switch
        {
            DataType.Float32 => tensor.ElementType == ElementType.Float32,
            DataType.Float16 => tensor.ElementType == ElementType.Float16,
            DataType.Int32 => tensor.ElementType == ElementType.Int32,
            DataType.Int8 => tensor.ElementType == ElementType.Int8,
            DataType.Double => tensor.ElementType is ElementType.Float64 or ElementType.Float32,
            _ => true,
        };
        return elements && ShapeFits(array, tensor.Shape);
    }

    // An output may be without shape; a scalar has one dimension of size 1.
    private static bool ShapeFits(ArrayFeatureType array, TensorShape shape)
    {
        bool scalar = shape.IsRanked && shape.Rank == 0;
        if (!shape.IsRanked || array.Shape.Count == 0 || array.ShapeFlexibilityCase != Flexibility.None)
        {
            return !shape.IsRanked || array.Shape.Count == 0 || scalar || array.Shape.Count == shape.Rank;
        }
        if (scalar)
        {
            return array.Shape is [1];
        }
        return array.Shape.Count == shape.Rank && array.Shape.Zip(shape, (size, dimension) => !dimension.IsKnown || dimension.Size == size).All(equal => equal);
    }

    private static bool Fits(ImageFeatureType image, TensorType tensor)
    {
        if (!tensor.Shape.IsRanked)
        {
            return true;
        }
        bool gray = image.ColorSpace is ColorSpace.Grayscale or ColorSpace.GrayscaleFloat16;
        bool flexible = image.SizeFlexibilityCase != ImageFeatureType.SizeFlexibilityOneofCase.None;
        return tensor.Shape.Rank == 4
            && (tensor.ElementType is ElementType.Float32 or ElementType.Float16 || (gray && tensor.ElementType == ElementType.UInt8))
            && Is(tensor.Shape[1], gray ? 1 : 3)
            && (flexible || (Is(tensor.Shape[2], image.Height) && Is(tensor.Shape[3], image.Width)));

        static bool Is(Dimension dimension, long size) => !dimension.IsKnown || dimension.Size == size;
    }
}
