using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>The specification's numbers of element types.</summary>
internal static class DataTypes
{
    public static bool TryRead(Spec.DataType dataType, out ElementType type)
    {
        ElementType? found = dataType switch
        {
            Spec.DataType.Bool => ElementType.Bool,
            Spec.DataType.String => ElementType.String,
            Spec.DataType.Float8E4M3Fn => ElementType.Float8E4M3FN,
            Spec.DataType.Float8E5M2 => ElementType.Float8E5M2,
            Spec.DataType.Float16 => ElementType.Float16,
            Spec.DataType.Float32 => ElementType.Float32,
            Spec.DataType.Float64 => ElementType.Float64,
            Spec.DataType.Bfloat16 => ElementType.BFloat16,
            Spec.DataType.Int8 => ElementType.Int8,
            Spec.DataType.Int16 => ElementType.Int16,
            Spec.DataType.Int32 => ElementType.Int32,
            Spec.DataType.Int64 => ElementType.Int64,
            Spec.DataType.Int4 => ElementType.Int4,
            Spec.DataType.Uint8 => ElementType.UInt8,
            Spec.DataType.Uint16 => ElementType.UInt16,
            Spec.DataType.Uint32 => ElementType.UInt32,
            Spec.DataType.Uint64 => ElementType.UInt64,
            Spec.DataType.Uint4 => ElementType.UInt4,
            Spec.DataType.Uint2 => ElementType.UInt2,
            Spec.DataType.Uint1 => ElementType.UInt1,
            Spec.DataType.Uint6 => ElementType.UInt6,
            Spec.DataType.Uint3 => ElementType.UInt3,
            _ => null,
        };
        type = found.GetValueOrDefault();
        return found.HasValue;
    }

    public static Spec.DataType Write(ElementType type) => type switch
    {
        ElementType.Bool => Spec.DataType.Bool,
        ElementType.String => Spec.DataType.String,
        ElementType.Float8E4M3FN => Spec.DataType.Float8E4M3Fn,
        ElementType.Float8E5M2 => Spec.DataType.Float8E5M2,
        ElementType.Float16 => Spec.DataType.Float16,
        ElementType.Float32 => Spec.DataType.Float32,
        ElementType.Float64 => Spec.DataType.Float64,
        ElementType.BFloat16 => Spec.DataType.Bfloat16,
        ElementType.Int8 => Spec.DataType.Int8,
        ElementType.Int16 => Spec.DataType.Int16,
        ElementType.Int32 => Spec.DataType.Int32,
        ElementType.Int64 => Spec.DataType.Int64,
        ElementType.Int4 => Spec.DataType.Int4,
        ElementType.UInt8 => Spec.DataType.Uint8,
        ElementType.UInt16 => Spec.DataType.Uint16,
        ElementType.UInt32 => Spec.DataType.Uint32,
        ElementType.UInt64 => Spec.DataType.Uint64,
        ElementType.UInt4 => Spec.DataType.Uint4,
        ElementType.UInt2 => Spec.DataType.Uint2,
        ElementType.UInt1 => Spec.DataType.Uint1,
        ElementType.UInt6 => Spec.DataType.Uint6,
        _ => Spec.DataType.Uint3,
    };
}
