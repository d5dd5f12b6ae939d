namespace CoreML.Mil;

/// <summary>The same elements in another order.</summary>
internal static class OrderRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("reverse", Reverse), ("reverse_sequence", ReverseSequence), ("transpose", Transpose),
    ];

    private static void Reverse(InferenceContext op)
    {
        op.Axes("C1", op.Integers("axes"), op.Shape("x").Rank);
        if (op.Shape("x").Rank == 1 && op.Elements("x") is { } elements)
        {
            op.Fold([.. elements.Reverse()]);
        }
    }

    private static void ReverseSequence(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        op.Axis("C1", op.Integer("seq_axis"), sizes.Length);
        int batch = op.Axis("C1", op.Integer("batch_axis"), sizes.Length);
        op.Require("C2", Shapes.Agree(op.Size("L"), sizes[batch]), $"{op.Size("L")} lengths for {sizes[batch]} batches");
    }

    private static void Transpose(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int[] axes = op.Axes("C1", op.Integers("perm"), sizes.Length);
        op.Require("C1", axes.Distinct().Count() == axes.Length, $"{Shapes.Describe(axes)}");
        op.Bind("R", [.. axes.Select(axis => sizes[axis])]);
        if (sizes.Length == 1)
        {
            op.Fold(op.Elements("x"));
        }
    }
}
