using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>Whether what one model gives is what another one takes, as Core ML compares types.</summary>
internal static class FeatureEquality
{
    /// <summary>Whether two types are equal. Being optional and default values do not matter, and of flexible arrays only the number of
    /// dimensions.</summary>
    public static bool AreEqual(FeatureType left, FeatureType right)
    {
        if (left.TypeCase != right.TypeCase)
        {
            return false;
        }
        return left.TypeCase switch
        {
            FeatureType.TypeOneofCase.MultiArrayType => AreEqual(left.MultiArrayType, right.MultiArrayType),
            FeatureType.TypeOneofCase.ImageType => left.ImageType.Width == right.ImageType.Width
                && left.ImageType.Height == right.ImageType.Height && left.ImageType.ColorSpace == right.ImageType.ColorSpace,
            FeatureType.TypeOneofCase.DictionaryType => left.DictionaryType.KeyTypeCase == right.DictionaryType.KeyTypeCase,
            FeatureType.TypeOneofCase.SequenceType => left.SequenceType.TypeCase == right.SequenceType.TypeCase,
            FeatureType.TypeOneofCase.StateType => AreEqual(left.StateType.ArrayType, right.StateType.ArrayType),
            _ => true,
        };
    }

    private static bool AreEqual(ArrayFeatureType left, ArrayFeatureType right)
    {
        bool fixedShapes = left.ShapeFlexibilityCase == ArrayFeatureType.ShapeFlexibilityOneofCase.None
            && right.ShapeFlexibilityCase == ArrayFeatureType.ShapeFlexibilityOneofCase.None;
        return left.DataType == right.DataType && (fixedShapes ? left.Shape.Equals(right.Shape) : RankOf(left) == RankOf(right));
    }

    private static int RankOf(ArrayFeatureType type) => type.ShapeFlexibilityCase switch
    {
        ArrayFeatureType.ShapeFlexibilityOneofCase.ShapeRange => type.ShapeRange.SizeRanges.Count,
        ArrayFeatureType.ShapeFlexibilityOneofCase.EnumeratedShapes => type.EnumeratedShapes.Shapes[0].Shape_.Count,
        _ => type.Shape.Count,
    };
}
