using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_affine_dequantize</c> (iOS 16): <c>scale · (quantized_data − zero_point)</c>, scale and zero point each
/// one number or one for each index of <c>axis</c>; computed in single precision and rounded once.</summary>
internal static class AffineDequantize
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant data = operation.Parameter("quantized_data");
        ScaledBlocks blocks = Prepare(operation, data);
        return [ConstexprOperation.Result(blocks.ResultType, data.Shape.ToSizes(), blocks.Decode(data.ToPacked()))];
    }

    /// <summary>Checks the parameters, and says how they lie over the data.</summary>
    public static ScaledBlocks Prepare(ConstexprOperation operation, TensorConstant data)
    {
        TensorConstant scale = operation.Parameter("scale");
        TensorConstant zeroPoint = operation.Parameter("zero_point");
        long[] shape = data.Shape.ToSizes();
        long axis = operation.FindInteger("axis") ?? 0;
        axis = axis < 0 ? axis + shape.Length : axis;
        if (data.ElementType is not (ElementType.Int8 or ElementType.UInt8) || !scale.ElementType.IsFloat)
        {
            throw operation.Misfit("8-bit data and floating-point scales", $"{data.Type} and {scale.Type}");
        }
        if (axis < 0 || (axis >= shape.Length && shape.Length > 0))
        {
            throw operation.Misfit($"an axis of {data.Type}", $"{axis}");
        }
        var grid = new BlockGrid(shape, Grid(operation, shape, (int)axis, scale, zeroPoint));
        return new ScaledBlocks(
            grid, data.ElementType, Spread(scale.ToSingles(), grid), Spread(zeroPoint.ToSingles(), grid), scale.ElementType, RoundsShift: false);
    }

    private static long[] Grid(
        ConstexprOperation operation, long[] shape, int axis, TensorConstant scale, TensorConstant zeroPoint)
    {
        var grid = new long[shape.Length];
        Array.Fill(grid, 1);
        foreach (TensorConstant parameter in (TensorConstant[])[scale, zeroPoint])
        {
            long count = parameter.ElementCount;
            if (count == 1)
            {
                continue;
            }
            if (shape.Length == 0 || count != shape[axis])
            {
                throw operation.Misfit($"1 or {(shape.Length == 0 ? 1 : shape[axis])} scales and zero points", $"{count}");
            }
            grid[axis] = count;
        }
        return grid;
    }

    private static float[] Spread(float[] values, BlockGrid grid)
    {
        if (values.Length == grid.BlockCount)
        {
            return values;
        }
        var spread = new float[grid.BlockCount];
        Array.Fill(spread, values[0]);
        return spread;
    }
}
