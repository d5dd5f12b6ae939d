namespace CoreML.Mil;

/// <summary>Operations on two tensors, element by element.</summary>
internal static class BinaryRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("add", op => Arithmetic(op, op.Sizes.Add)),
        ("sub", op => Arithmetic(op, op.Sizes.Subtract)),
        ("mul", op => Arithmetic(op, op.Sizes.Multiply)),
        ("floor_div", op => Arithmetic(op, (a, b) => b.Is(0) ? SizeValue.CreateUnknown() : op.Sizes.FloorDivide(a, b))),
        ("real_div", op => Arithmetic(op, Truncate)),
        ("mod", op => Arithmetic(op, (a, b) => a.IsKnown && b.IsKnown && !b.Is(0) ? a.Value - b.Value * op.Sizes.FloorDivide(a, b).Value : SizeValue.CreateUnknown())),
        ("maximum", op => Arithmetic(op, (a, b) => OfKnown(a, b, Math.Max))),
        ("minimum", op => Arithmetic(op, (a, b) => OfKnown(a, b, Math.Min))),
        ("pow", Broadcast),
        .. Array.ConvertAll<string, (string, InferenceRule)>(
            ["equal", "not_equal", "greater", "greater_equal", "less", "less_equal", "logical_and", "logical_or", "logical_xor"],
            name => (name, Broadcast)),
    ];

    private static void Broadcast(InferenceContext op)
    {
        SizeValue[]? sizes = Broadcasting.Combine(op.SizesOf("A"), op.SizesOf("B"));
        op.Require("C1", sizes is not null, $"{op.Shape("x")} and {op.Shape("y")}");
        op.Bind("S", sizes!);
    }

    // Programs compute shapes with tensors of few elements: scalars, and vectors of the same length.
    private static void Arithmetic(InferenceContext op, Func<SizeValue, SizeValue, SizeValue> combine)
    {
        Broadcast(op);
        if (op.SizesOf("S").Length > 1 || op.Elements("x") is not { } x || op.Elements("y") is not { } y)
        {
            return;
        }
        int count = x.Length == 1 ? y.Length : x.Length;
        if (count != y.Length && y.Length != 1)
        {
            return;
        }
        var elements = new SizeValue[count];
        for (int i = 0; i < count; i++)
        {
            elements[i] = combine(x[x.Length == 1 ? 0 : i], y[y.Length == 1 ? 0 : i]);
        }
        op.Fold(elements);
    }

    private static SizeValue OfKnown(SizeValue a, SizeValue b, Func<long, long, long> combine) =>
        a == b ? a : a.IsKnown && b.IsKnown ? combine(a.Value, b.Value) : SizeValue.CreateUnknown();

    private static SizeValue Truncate(SizeValue a, SizeValue b) =>
        a.IsKnown && b.IsKnown && !b.Is(0) ? a.Value / b.Value : SizeValue.CreateUnknown();
}
