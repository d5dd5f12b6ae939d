using System.Numerics;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_lut_to_dense</c>: each index stands for an entry of a table.</summary>
/// <remarks>
/// In iOS 16 there is one table, and the indices are raw bytes with <c>log2(entries)</c> bits an index. From iOS 18 on the
/// table has the rank of the indices and two dimensions more: a grid of tables that divides the indices, the
/// <c>2^bits</c> entries, and the size of a vector. A vector's elements are laid along <c>vector_axis</c>.
/// </remarks>
internal static class LutToDense
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant indices = operation.Parameter("indices");
        TensorConstant lut = operation.Parameter("lut");
        if (lut.Shape.Rank == 1)
        {
            return [DecodeOld(operation, indices, lut)];
        }
        long[] shape = indices.Shape.ToSizes();
        var table = new LookupTable(operation, lut, indices.ElementType, shape);
        byte[] values = new byte[operation.CountOf(shape)];
        BitPacking.Unpack(indices.ToPacked(), indices.ElementType.BitWidth, values);
        return [ConstexprOperation.Result(lut.ElementType, table.ResultShape, table.Expand(values))];
    }

    private static TensorConstant DecodeOld(ConstexprOperation operation, TensorConstant indices, TensorConstant lut)
    {
        long[] shape = operation.Shape("shape");
        int count = operation.CountOf(shape);
        long entries = lut.ElementCount;
        byte[] packed = indices.ToPacked();
        if (entries is < 2 or > 256 || !BitOperations.IsPow2(entries)
            || packed.Length < ((long)count * BitOperations.Log2((ulong)entries) + 7) / 8)
        {
            throw operation.Misfit("a table of 2 to 256 entries, and an index for each element", $"{lut.Type} and {indices.Type}");
        }
        var values = new byte[count];
        BitPacking.Unpack(packed, BitOperations.Log2((ulong)entries), values);
        int width = lut.ElementType.BitWidth / 8;
        var result = new byte[checked(count * width)];
        LookupTable.Copy(lut.ToPacked(), values, width, result);
        return ConstexprOperation.Result(lut.ElementType, shape, result);
    }
}
