using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Lists.</summary>
internal static class ListRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("make_list", MakeList),
        ("list_read", op => op.SetOutputs(List(op).Element)),
        ("list_write", op => Write(op, op.Tensor("value"))),
        ("list_gather", ListGather),
        ("list_scatter", ListScatter),
    ];

    private static ListType List(InferenceContext op) => (ListType)op.Argument("ls").Type;

    private static void MakeList(InferenceContext op)
    {
        var sizes = new List<SizeValue>();
        foreach (ValueFacts size in op.Arguments("elem_shape"))
        {
            bool named = size.Type is TensorType { ElementType: ElementType.String };
            SizeValue[]? known = named ? [SizeValue.CreateUnknown()] : InferenceContext.ElementsOf(size);
            op.Require("C1", known is [{ IsKnown: false } or { Value: >= 0 }], $"{(known is null ? "a value" : Shapes.Describe(known))}");
            sizes.Add(known![0]);
        }
        // The type says how long the list is at first, also if it may grow.
        SizeValue length = op.Elements("init_length") is [var given] ? given : SizeValue.CreateUnknown();
        op.Require("C2", !length.IsKnown || length.Value >= 0, $"{length}");
        ElementType type = ElementTypeNames.Parse(op.Text("dtype"));
        op.SetOutputs(new ListType(new TensorType(type, InferenceContext.ToShape([.. sizes])), InferenceContext.ToShape([length])[0]));
    }

    private static void Write(InferenceContext op, TensorType value)
    {
        ListType list = List(op);
        op.Require("C1", TypeAgreement.Agree(value, list.Element), $"{value} for {list}");
        op.SetOutputs(list);
    }

    private static void ListScatter(InferenceContext op)
    {
        TensorType value = op.Tensor("value");
        if (value.Shape.IsRanked)
        {
            op.Require("C2", value.Shape.Rank > 0 && Shapes.Agree(value.Shape[0], op.Size("N")), $"{value} for {op.Size("N")} indices");
            value = value.WithShape([.. value.Shape.Skip(1)]);
        }
        Write(op, value);
    }

    private static void ListGather(InferenceContext op)
    {
        ListType list = List(op);
        op.Require("C1", list.Element is TensorType, $"{list}");
        var element = (TensorType)list.Element;
        op.SetOutputs(element.Shape.IsRanked
            ? element.WithShape(InferenceContext.ToShape([op.Size("N"), .. InferenceContext.ToSizes(element.Shape)]))
            : element);
    }
}
