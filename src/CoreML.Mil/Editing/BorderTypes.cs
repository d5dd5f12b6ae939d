using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil;

/// <summary>How values of a program look from outside.</summary>
internal static class BorderTypes
{
    /// <summary>The type in which elements leave a program of a version; <see langword="null"/> for texts.</summary>
    public static ElementType? Of(ElementType type, int version) => type switch
    {
        ElementType.Float32 or ElementType.Int32 => type,
        ElementType.Float16 when version >= 7 => type,
        ElementType.Int8 when version >= 10 => type,
        ElementType.String => null,
        _ when type.IsFloat => ElementType.Float32,
        _ => ElementType.Int32,
    };

    /// <summary>A feature for a tensor of known shape. A scalar is described as an array of one element.</summary>
    public static FeatureDescription Describe(MilValue value)
    {
        var type = (TensorType)value.Type;
        var array = new ArrayFeatureType { DataType = ArrayTypes.Of(type.ElementType)!.Value };
        array.Shape.Add(type.Shape.Rank == 0 ? [1] : type.Shape.ToSizes());
        return new FeatureDescription { Name = value.Name, Type = new FeatureType { MultiArrayType = array } };
    }
}
