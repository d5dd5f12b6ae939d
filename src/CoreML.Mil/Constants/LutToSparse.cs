using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_lut_to_sparse</c> (iOS 18): <c>constexpr_lut_to_dense</c> on the non-zero values only; gives the mask and the
/// values, for <c>constexpr_sparse_to_dense</c>. With vectors the mask is repeated along <c>vector_axis</c>, and the values come in
/// row-major order of the new mask.</summary>
internal static class LutToSparse
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant mask = operation.Parameter("indices_mask");
        TensorConstant indices = operation.Parameter("indices_nonzero_data");
        TensorConstant lut = operation.Parameter("lut");
        long[] shape = mask.Shape.ToSizes();
        int elements = operation.CountOf(shape);
        var table = new LookupTable(operation, lut, indices.ElementType, shape);
        byte[] packed = SparseToDense.Scatter(
            operation, mask, elements, indices.ElementType, indices.ToPacked(), indices.ElementCount);
        byte[] values = new byte[elements];
        BitPacking.Unpack(packed, indices.ElementType.BitWidth, values);
        byte[] dense = table.Expand(values);

        TensorConstant resultMask = table.VectorSize == 1 ? mask : RepeatMask(operation, mask, table, shape, elements);
        int resultElements = elements * table.VectorSize;
        byte[] kept = SparseMask.Gather(resultMask.ToPacked(), dense, lut.ElementType.BitWidth / 8, resultElements);
        return [resultMask, ConstexprOperation.Result(lut.ElementType, [indices.ElementCount * table.VectorSize], kept)];
    }

    private static TensorConstant RepeatMask(
        ConstexprOperation operation, TensorConstant mask, LookupTable table, long[] shape, int elements)
    {
        var bits = new byte[elements];
        BitPacking.Unpack(mask.ToPacked(), 1, bits);
        long inner = 1;
        for (int i = table.VectorAxis + 1; i < shape.Length; i++)
        {
            inner *= shape[i];
        }
        var repeated = new byte[elements * table.VectorSize];
        for (int i = 0; i < elements; i++)
        {
            (long outer, long column) = Math.DivRem(i, inner);
            for (int k = 0; k < table.VectorSize; k++)
            {
                repeated[(outer * table.VectorSize + k) * inner + column] = bits[i];
            }
        }
        return ConstexprOperation.Result(ElementType.UInt1, table.ResultShape, SparseMask.Packed(ElementType.UInt1, repeated));
    }
}
