using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The parts of a weight that is kept as integers with scales, as the operations of iOS 18 take them.</summary>
/// <param name="Data">The integers, of the weight's shape.</param>
/// <param name="Scale">The scales, of the weight's rank.</param>
/// <param name="Offset">The offsets, of the shape of the scales; <see langword="null"/> if there are none.</param>
/// <param name="Blocks">How integers are decoded.</param>
internal sealed record ScaledIntegers(TensorConstant Data, TensorConstant Scale, TensorConstant? Offset, ScaledBlocks Blocks)
{
    /// <summary>Scale and offset as inputs.</summary>
    public MilBinding[] Parameters => Bindings(0);

    /// <summary>Finds the parts of a weight.</summary>
    /// <returns>The parts; <see langword="null"/> if the weight is kept in another way.</returns>
    public static ScaledIntegers? Of(MilOperation operation)
    {
        if (ConstexprDecoder.FindScaledBlocks(operation) is not { } found || !found.Data.ElementType.IsInteger)
        {
            return null;
        }
        (ScaledBlocks blocks, TensorConstant data) = found;
        if (operation.Type == "constexpr_blockwise_shift_scale")
        {
            var scale = operation.Inputs.Find("scale")?.Constant as TensorConstant;
            return scale is null ? null : new ScaledIntegers(data, scale, operation.Inputs.Find("offset")?.Constant as TensorConstant, blocks);
        }
        // The operation up to iOS 17 has scalars, or vectors along an axis; its zero point can be of a type of its own.
        long[] grid = [.. data.Shape.ToSizes().Select(_ => 1L)];
        if (blocks.Scales.Length > 1)
        {
            long axis = (operation.FindAttribute("axis") as TensorConstant)?.ToIntegers()[0] ?? 0;
            grid[axis < 0 ? axis + grid.Length : axis] = blocks.Scales.Length;
        }
        return (operation.FindAttribute("zero_point") as TensorConstant)?.ElementType == data.ElementType
            ? new ScaledIntegers(data, Scales(blocks, grid), Offsets(blocks, grid), blocks)
            : null;
    }

    /// <summary>Scale and offset as inputs for data with further axes.</summary>
    /// <param name="axes">Number of axes.</param>
    public MilBinding[] Bindings(int axes)
    {
        return Offset is null ? [("scale", Extend(Scale))] : [("scale", Extend(Scale)), ("offset", Extend(Offset))];

        TensorConstant Extend(TensorConstant constant) => axes == 0 ? constant
            : TensorConstant.FromContent([.. constant.Shape.ToSizes(), .. Enumerable.Repeat(1L, axes)], constant.ToContent());
    }

    private static TensorConstant Scales(ScaledBlocks blocks, long[] grid)
    {
        var packed = new byte[blocks.ResultType.ByteCount(blocks.Scales.Length)];
        NumericConversion.Narrow(blocks.ResultType, blocks.Scales, packed);
        return TensorConstant.FromPacked(new TensorType(blocks.ResultType, TensorShape.FromSizes(grid)), packed);
    }

    private static TensorConstant Offsets(ScaledBlocks blocks, long[] grid)
    {
        byte[] packed = [.. blocks.Offsets!.Select(offset => (byte)(int)offset)];
        return TensorConstant.FromPacked(new TensorType(blocks.DataType, TensorShape.FromSizes(grid)), packed);
    }
}
