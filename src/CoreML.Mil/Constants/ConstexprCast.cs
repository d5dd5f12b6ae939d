using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>constexpr_cast</c> (iOS 16, 18): half precision widened to single precision.</summary>
internal static class ConstexprCast
{
    public static TensorConstant[] Decode(ConstexprOperation operation)
    {
        TensorConstant source = operation.Parameter("source_val");
        if (source.ElementType != ElementType.Float16
            || !operation.Parameter("output_dtype").TryGetString(out string? type) || type != "fp32")
        {
            throw operation.Misfit("fp16 to be cast to \"fp32\"", source.Type.ToString());
        }
        long[] shape = source.Shape.ToSizes();
        var result = new byte[sizeof(float) * operation.CountOf(shape)];
        NumericConversion.Narrow(ElementType.Float32, source.ToSingles(), result);
        return [ConstexprOperation.Result(ElementType.Float32, shape, result)];
    }
}
