using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Quantization of values.</summary>
internal static class QuantizationRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("quantize", Quantize), ("dequantize", CheckShapes)];

    private static void Quantize(InferenceContext op)
    {
        CheckShapes(op);
        ElementType type = op.TypeNamed("R");
        op.Require("C3", !op.Has("zero_point") || op.Tensor("zero_point").ElementType == type, $"{type.MilName}");
        op.Require("C4", op.Numbers("scale")?.All(scale => scale == 0) != true, $"0");
    }

    private static void CheckShapes(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        SizeValue[] scale = op.Dimensions("scale");
        op.Require("C1", scale.Length <= 1 && op.Has("axis") == (scale.Length == 1), $"scale {op.Shape("scale")}, {(op.Has("axis") ? "an axis" : "no axis")}");
        if (scale.Length == 1)
        {
            int axis = op.Axis("C1", op.Integer("axis"), sizes.Length);
            op.Require("C1", Shapes.Agree(scale[0], sizes[axis]), $"{op.Shape("scale")} for {sizes[axis]} elements");
        }
        op.Require("C2", !op.Has("zero_point") || Shapes.Agree(op.Dimensions("zero_point"), scale), $"{op.Shape("scale")}");
    }
}
