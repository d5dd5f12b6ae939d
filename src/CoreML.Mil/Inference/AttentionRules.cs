namespace CoreML.Mil;

/// <summary>Attention.</summary>
internal static class AttentionRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("scaled_dot_product_attention", Attend)];

    private static void Attend(InferenceContext op)
    {
        SizeValue[] batch = op.SizesOf("B");
        op.Require("C1", batch.Length >= 1, $"rank {op.Shape("query").Rank}");
        if (op.Has("attn_mask"))
        {
            SizeValue[] mask = op.SizesOf("A");
            SizeValue[] weights = [.. batch, op.Size("L"), op.Size("S")];
            op.Require("C2", mask.Length > 0 && Shapes.Agree(mask[^1], op.Size("S"))
                && Broadcasting.Combine(mask, weights) is { } all && Shapes.Agree(all, weights), $"{op.Shape("attn_mask")} for {Shapes.Describe(weights)}");
        }
    }
}
