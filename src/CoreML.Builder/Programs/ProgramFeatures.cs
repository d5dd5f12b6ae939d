using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using ColorSpace = CoreML.Specification.ImageFeatureType.Types.ColorSpace;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Builder;

/// <summary>The types that features have inside a program.</summary>
internal static class ProgramFeatures
{
    private static readonly (DataType Data, ElementType Element)[] Elements =
    [
        (DataType.Float32, ElementType.Float32), (DataType.Float16, ElementType.Float16), (DataType.Int32, ElementType.Int32),
        (DataType.Double, ElementType.Float64), (DataType.Int8, ElementType.Int8),
    ];

    /// <summary>The type of the value that stands for a feature; <see langword="null"/> if programs have no such features.</summary>
    public static MilType? TypeOf(FeatureType type) => type.TypeCase switch
    {
        FeatureType.TypeOneofCase.MultiArrayType => TypeOf(type.MultiArrayType),
        FeatureType.TypeOneofCase.ImageType => TypeOf(type.ImageType),
        FeatureType.TypeOneofCase.StateType => TypeOf(type.StateType.ArrayType) is { } wrapped ? new StateType(wrapped) : null,
        _ => null,
    };

    /// <summary>The feature that returns a value.</summary>
    /// <exception cref="CoreMLException">CML7002: there is none.</exception>
    public static FeatureType FeatureOf(MilType type, string path)
    {
        if (type is not TensorType tensor || !Array.Exists(Elements, pair => pair.Element == tensor.ElementType))
        {
            throw BuilderDiagnostics.FeatureNotAllowed.Error(
                path: path, expected: "a tensor of float16, float32, int32 or int8", found: type.ToString(),
                advice: "Cast the value to a type that models return.");
        }
        var array = new ArrayFeatureType { DataType = Array.Find(Elements, pair => pair.Element == tensor.ElementType).Data };
        if (tensor.Shape.IsKnown)
        {
            array.Shape.Add(tensor.Shape.ToSizes());
        }
        return new() { MultiArrayType = array };
    }

    /// <summary>Whether a feature can have a value: the element types are equal, and the shapes so far as both are known.</summary>
    public static bool Holds(FeatureType feature, MilType type)
    {
        if (type is not TensorType tensor)
        {
            return false;
        }
        if (feature.MultiArrayType is { } array && array.Shape.Count == 0)
        {
            return Array.Exists(Elements, pair => pair == (array.DataType, tensor.ElementType));
        }
        return TypeOf(feature) is TensorType expected
            && (expected.ElementType == tensor.ElementType || (feature.ImageType is not null && tensor.ElementType == ElementType.Float16))
            && TypeAgreement.Agree(expected, tensor.WithElementType(expected.ElementType));
    }

    private static TensorType? TypeOf(ArrayFeatureType array)
    {
        int rank = array.Shape.Count > 0 ? array.Shape.Count : array.ShapeRange?.SizeRanges.Count ?? 0;
        if (rank == 0)
        {
            return null;
        }
        var dimensions = new Dimension[rank];
        for (int i = 0; i < rank; i++)
        {
            dimensions[i] = SizeOf(array, i) is { } size ? new Dimension(size) : Dimension.CreateUnknown();
        }
        return new TensorType(Array.Find(Elements, pair => pair.Data == array.DataType).Element, TensorShape.Create(dimensions));
    }

    private static long? SizeOf(ArrayFeatureType array, int index)
    {
        if (array.ShapeRange is { } range)
        {
            SizeRange sizes = range.SizeRanges[index];
            return sizes.UpperBound == (long)sizes.LowerBound ? sizes.UpperBound : null;
        }
        if (array.EnumeratedShapes is { } list)
        {
            long first = list.Shapes[0].Shape_[index];
            return list.Shapes.All(shape => shape.Shape_[index] == first) ? first : null;
        }
        return array.Shape[index];
    }

    private static TensorType TypeOf(ImageFeatureType image)
    {
        int channels = image.ColorSpace is ColorSpace.Grayscale or ColorSpace.GrayscaleFloat16 ? 1 : 3;
        bool varies = image.SizeFlexibilityCase != ImageFeatureType.SizeFlexibilityOneofCase.None;
        return new TensorType(
            ElementType.Float32,
            [1, channels, varies ? Dimension.CreateUnknown() : image.Height, varies ? Dimension.CreateUnknown() : image.Width]);
    }
}
