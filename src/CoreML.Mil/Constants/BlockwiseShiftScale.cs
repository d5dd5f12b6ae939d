using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_blockwise_shift_scale</c> (iOS 18): <c>scale · (data − offset)</c>, scale and offset of the data's rank,
/// each dimension dividing the data's; every step rounded to the type of <c>scale</c>.</summary>
internal static class BlockwiseShiftScale
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant data = operation.Parameter("data");
        return [Decode(operation, data.ElementType, data.ToPacked(), data.Shape.ToSizes())];
    }

    /// <summary>Applies the operation's scale and offset to given data.</summary>
    public static TensorConstant Decode(ConstexprOperation operation, ElementType dataType, byte[] data, long[] shape)
    {
        ScaledBlocks blocks = Prepare(operation, dataType, shape);
        return ConstexprOperation.Result(blocks.ResultType, shape, blocks.Decode(data));
    }

    /// <summary>Checks the parameters, and says how they lie over data of a type and shape.</summary>
    public static ScaledBlocks Prepare(ConstexprOperation operation, ElementType dataType, long[] shape)
    {
        TensorConstant scale = operation.Parameter("scale");
        TensorConstant? offset = operation.FindParameter("offset");
        long[] grid = scale.Shape.ToSizes();
        if (scale.ElementType is not (ElementType.Float16 or ElementType.Float32) || !BlockGrid.Fits(shape, grid))
        {
            throw operation.Misfit($"a floating-point scale whose dimensions divide [{string.Join(", ", shape)}]", scale.Type.ToString());
        }
        if (offset is not null && offset.Shape != scale.Shape)
        {
            throw operation.Misfit($"an offset of shape {scale.Shape}", $"{offset.Shape}");
        }
        bool wide = dataType.IsFloat || offset is { ElementType.IsFloat: true };
        return new ScaledBlocks(
            new BlockGrid(shape, grid), dataType, scale.ToSingles(), offset?.ToSingles(), scale.ElementType,
            RoundsShift: wide && scale.ElementType == ElementType.Float16);
    }
}
