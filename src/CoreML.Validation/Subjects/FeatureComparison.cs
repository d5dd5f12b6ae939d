using CoreML.Specification;
using Google.Protobuf.Collections;
using Flexibility = CoreML.Specification.ArrayFeatureType.ShapeFlexibilityOneofCase;

namespace CoreML.Validation;

/// <summary>Compares the types of features as Core ML does it between the stages of a pipeline.</summary>
internal static class FeatureComparison
{
    /// <summary>Whether a feature of one type can stand for one of the other. Descriptions, defaults and being optional do
    /// not matter.</summary>
    public static bool AreSame(FeatureType? left, FeatureType? right)
    {
        if (left is null || right is null || left.TypeCase != right.TypeCase)
        {
            return false;
        }
        return left.TypeCase switch
        {
            FeatureType.TypeOneofCase.MultiArrayType => AreSame(left.MultiArrayType, right.MultiArrayType),
            FeatureType.TypeOneofCase.ImageType => left.ImageType.Width == right.ImageType.Width
                && left.ImageType.Height == right.ImageType.Height && left.ImageType.ColorSpace == right.ImageType.ColorSpace,
            FeatureType.TypeOneofCase.DictionaryType => left.DictionaryType.KeyTypeCase == right.DictionaryType.KeyTypeCase,
            FeatureType.TypeOneofCase.SequenceType => left.SequenceType.TypeCase == right.SequenceType.TypeCase,
            FeatureType.TypeOneofCase.StateType =>
                left.StateType.ArrayType?.DataType == right.StateType.ArrayType?.DataType
                && ShapeOf(left.StateType.ArrayType).SequenceEqual(ShapeOf(right.StateType.ArrayType)),
            _ => true,
        };
    }

    private static bool AreSame(ArrayFeatureType left, ArrayFeatureType right)
    {
        bool fixedShapes = left.ShapeFlexibilityCase == Flexibility.None && right.ShapeFlexibilityCase == Flexibility.None;
        return left.DataType == right.DataType && Rank(left) == Rank(right) && (!fixedShapes || left.Shape.Equals(right.Shape));
    }

    /// <summary>The rank of an array: that of its ranges or of the first listed shape if it is flexible.</summary>
    public static int Rank(ArrayFeatureType array) => array switch
    {
        { ShapeRange: { } range } => range.SizeRanges.Count,
        { EnumeratedShapes.Shapes: [var first, ..] } => first.Shape_.Count,
        _ => array.Shape.Count,
    };

    private static RepeatedField<long> ShapeOf(ArrayFeatureType? array) => array?.Shape ?? [];
}
