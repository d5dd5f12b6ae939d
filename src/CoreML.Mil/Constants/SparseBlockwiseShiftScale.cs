using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_sparse_blockwise_shift_scale</c> (iOS 18): <c>constexpr_blockwise_shift_scale</c> on the non-zero values
/// only; gives the mask and the values, for <c>constexpr_sparse_to_dense</c>.</summary>
internal static class SparseBlockwiseShiftScale
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant mask = operation.Parameter("data_mask");
        TensorConstant values = operation.Parameter("nonzero_data");
        long[] shape = mask.Shape.ToSizes();
        int elements = operation.CountOf(shape);
        byte[] dense = SparseToDense.Scatter(operation, mask, elements, values.ElementType, values.ToPacked(), values.ElementCount);
        TensorConstant scaled = BlockwiseShiftScale.Decode(operation, values.ElementType, dense, shape);
        byte[] kept = SparseMask.Gather(mask.ToPacked(), scaled.ToPacked(), scaled.ElementType.BitWidth / 8, elements);
        return [mask, ConstexprOperation.Result(scaled.ElementType, [values.ElementCount], kept)];
    }
}
