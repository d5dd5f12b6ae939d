namespace CoreML.Mil;

/// <summary>Reduction along axes.</summary>
internal static class ReductionRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("reduce_argmax", Position), ("reduce_argmin", Position),
        ("reduce_prod", op => Reduce(op, op.Sizes.Multiply)),
        ("reduce_sum", op => Reduce(op, op.Sizes.Add)),
        .. Array.ConvertAll<string, (string, InferenceRule)>(
            ["l1_norm", "l2_norm", "log_sum", "log_sum_exp", "max", "mean", "min", "sum_square"], name => ($"reduce_{name}", Reduce)),
    ];

    private static void Position(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        Bind(op, sizes, [op.Axis("C1", op.Integer("axis"), sizes.Length)]);
    }

    private static void Reduce(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int[] axes = op.Has("axes") ? op.Axes("C1", op.Integers("axes"), sizes.Length) : [.. Enumerable.Range(0, sizes.Length)];
        op.Require("C2", axes.Distinct().Count() == axes.Length, $"{Shapes.Describe(axes)}");
        Bind(op, sizes, axes);
    }

    // A vector of sizes is often combined to one.
    private static void Reduce(InferenceContext op, Func<SizeValue, SizeValue, SizeValue> combine)
    {
        Reduce(op);
        if (op.SizesOf("S").Length == 1 && op.Elements("x") is { Length: > 0 } elements)
        {
            op.Fold([elements.Aggregate(combine)]);
        }
    }

    private static void Bind(InferenceContext op, SizeValue[] sizes, int[] axes)
    {
        bool keep = op.Flag("keep_dims");
        op.Bind("R", [.. sizes.Select((size, axis) => axes.Contains(axis) ? 1 : size).Where((_, axis) => keep || !axes.Contains(axis))]);
    }
}
