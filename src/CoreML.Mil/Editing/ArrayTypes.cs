using CoreML.Format;
using CoreML.Specification;
using DataType = CoreML.Specification.ArrayFeatureType.Types.ArrayDataType;

namespace CoreML.Mil;

/// <summary>The element types that multi-arrays have.</summary>
internal static class ArrayTypes
{
    private static readonly (ElementType Element, DataType Array)[] Pairs =
    [
        (ElementType.Float32, DataType.Float32),
        (ElementType.Float16, DataType.Float16),
        (ElementType.Int32, DataType.Int32),
        (ElementType.Int8, DataType.Int8),
        (ElementType.Float64, DataType.Double),
    ];

    /// <summary>The multi-array's type for an element type; <see langword="null"/> if it has none.</summary>
    public static DataType? Of(ElementType type) =>
        Array.Find(Pairs, pair => pair.Element == type) is { Array: not DataType.InvalidArrayDataType } pair ? pair.Array : null;

    /// <summary>The element type of a multi-array; <see langword="null"/> if it is not valid.</summary>
    public static ElementType? Of(DataType type)
    {
        int index = Array.FindIndex(Pairs, pair => pair.Array == type);
        return index < 0 ? null : Pairs[index].Element;
    }
}
