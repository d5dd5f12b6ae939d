using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Constants, states, classifiers.</summary>
internal static class StructureRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("const", op => Same(op, "val")), ("identity", op => Same(op, "x")), ("read_state", ReadState), ("write_state", WriteState), ("classify", Classify),
    ];

    private static void Same(InferenceContext op, string input)
    {
        op.SetOutputs(op.Argument(input).Type);
        op.Fold(InferenceContext.ElementsOf(op.Argument(input)));
    }

    private static void ReadState(InferenceContext op)
    {
        MilType held = ((StateType)op.Argument("input").Type).Wrapped;
        op.Require("C1", held is TensorType, $"{held}");
        op.SetOutputs(held);
    }

    private static void WriteState(InferenceContext op)
    {
        MilType held = ((StateType)op.Argument("input").Type).Wrapped;
        MilType data = op.Argument("data").Type;
        op.Require("C1", TypeAgreement.Agree(data, held), $"{data} for {held}");
    }

    private static void Classify(InferenceContext op)
    {
        ValueFacts classes = op.Argument("classes");
        var list = (ListType)classes.Type;
        op.Require("C1", list.Element is TensorType { ElementType: ElementType.String or ElementType.Int64 }, $"{list.Element}");
        SizeValue count = classes.Constant is ListConstant constant ? constant.Items.Length : (SizeValue)list.Length;
        if (op.Shape("probabilities").IsRanked)
        {
            SizeValue given = op.Sizes.Product(op.Dimensions("probabilities"));
            op.Require("C2", Shapes.Agree(count, given), $"{count} labels, {given} probabilities");
        }
        op.SetOutputs(list.Element, new DictionaryType(list.Element, TensorType.Scalar(ElementType.Float64)));
    }
}
