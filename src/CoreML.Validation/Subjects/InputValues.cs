using CoreML.Specification;
using Feature = CoreML.Specification.FeatureType.TypeOneofCase;

namespace CoreML.Validation;

/// <summary>Counts the numbers that the inputs of a model give to it.</summary>
internal static class InputValues
{
    /// <summary>One for each scalar and one for each element of an array; <see langword="null"/> if that is not known before a
    /// prediction.</summary>
    public static long? Count(ModelSubject model)
    {
        long count = 0;
        foreach (FeatureDescription input in model.Description.Input)
        {
            if (CountOf(input.Type) is not { } values)
            {
                return null;
            }
            count += values;
        }
        return count;
    }

    private static long? CountOf(FeatureType? type)
    {
        if (type?.TypeCase is Feature.DoubleType or Feature.Int64Type)
        {
            return 1;
        }
        if (type?.MultiArrayType is not { ShapeFlexibilityCase: ArrayFeatureType.ShapeFlexibilityOneofCase.None } array)
        {
            return null;
        }
        long elements = 1;
        foreach (long dimension in array.Shape)
        {
            if (dimension is <= 0 or > int.MaxValue || elements > int.MaxValue)
            {
                return null;
            }
            elements *= dimension;
        }
        return elements;
    }
}
