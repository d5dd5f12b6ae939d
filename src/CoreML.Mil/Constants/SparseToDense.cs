using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_sparse_to_dense</c>: the non-zero values in row-major order, put where the mask has ones. In iOS 16
/// the mask is raw bytes and the shape a parameter; from iOS 18 on the mask is a tensor of the result's shape.</summary>
internal static class SparseToDense
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant mask = operation.Parameter("mask");
        TensorConstant values = operation.Parameter("nonzero_data");
        long[] shape = mask.ElementType == ElementType.UInt1 ? mask.Shape.ToSizes() : operation.Shape("shape");
        byte[] dense = Scatter(operation, mask, operation.CountOf(shape), values.ElementType, values.ToPacked(), values.ElementCount);
        return [ConstexprOperation.Result(values.ElementType, shape, dense)];
    }

    /// <summary>Puts packed values where a mask has ones.</summary>
    public static byte[] Scatter(
        ConstexprOperation operation, TensorConstant mask, int elements, ElementType type, byte[] packed, long count)
    {
        byte[] bits = mask.ToPacked();
        if (bits.Length < (elements + 7) / 8 || SparseMask.Count(bits, elements) != count)
        {
            throw operation.Misfit($"a mask of {elements} bits with as many ones as values", $"{bits.Length} bytes and {count} values");
        }
        byte[] unpacked = SparseMask.Unpacked(type, packed, (int)count);
        return SparseMask.Packed(type, SparseMask.Scatter(bits, unpacked, SparseMask.Width(type), elements));
    }
}
