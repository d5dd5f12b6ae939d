using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Puts the operation that decodes a quantized weight in the place of the constant.</summary>
internal static class ProgramEdit
{
    /// <summary>The oldest opset that has operations for compressed constants.</summary>
    public const string FirstOpset = "CoreML6";

    private static readonly string[] OlderThanBlockwise = ["CoreML5", "CoreML6", "CoreML7"];

    /// <summary>Replaces the <c>const</c> operation of a weight.</summary>
    /// <returns>The value that now stands for the weight.</returns>
    public static MilValue Replace(MilValue weight, QuantizationJob job, int axis)
    {
        MilOperation constant = weight.Operation!;
        MilFunction function = weight.Function;
        string name = function.MakeUniqueName(weight.Name + "_quantized");
        var type = (TensorType)weight.Type;
        TensorConstant integers = TensorConstant.FromContent(type.Shape, job.Integers);
        MilOperation decoder = OlderThanBlockwise.Contains(constant.Block.Opset ?? function.Opset)
            ? AffineDequantize(constant, name, type, integers, job, axis)
            : BlockwiseShiftScale(constant, name, type, integers, job);
        weight.ReplaceUses(decoder.Output);
        constant.Remove();
        return decoder.Output;
    }

    private static MilOperation BlockwiseShiftScale(
        MilOperation constant, string name, TensorType type, TensorConstant integers, QuantizationJob job)
    {
        TensorConstant scale = TensorConstant.FromContent(job.ScaleShape, job.Scales);
        return constant.Block.InsertBefore(
            constant, "constexpr_blockwise_shift_scale", [("data", integers), ("scale", scale)], [(name, type)], name);
    }

    // Operations up to iOS 17 keep their parameters as attributes, and always have a zero point.
    private static MilOperation AffineDequantize(
        MilOperation constant, string name, TensorType type, TensorConstant integers, QuantizationJob job, int axis)
    {
        MilOperation decoder = constant.Block.InsertBefore(
            constant, "constexpr_affine_dequantize", [], [(name, type)], name);
        long channels = job.Grid.BlockCount;
        decoder.Attributes["axis"] = TensorConstant.Scalar(axis);
        decoder.Attributes["quantized_data"] = integers;
        decoder.Attributes["scale"] = TensorConstant.FromContent([channels], job.Scales);
        decoder.Attributes["zero_point"] = TensorConstant.FromPacked(
            new TensorType(ElementType.Int8, [channels]), new byte[channels]);
        return decoder;
    }

    /// <summary>Raises a function below iOS 16, which has no operations for compressed constants, to iOS 16.</summary>
    public static void RaiseOpset(MilFunction function)
    {
        if (function.Opset == "CoreML5")
        {
            function.Opset = FirstOpset;
        }
    }
}
