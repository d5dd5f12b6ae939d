namespace CoreML.Mil;

/// <summary>Activation functions.</summary>
internal static class ActivationRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("prelu", Prelu), ("softmax", Softmax), ("softplus_parametric", SoftplusParametric),
    ];

    private static void Softmax(InferenceContext op) => op.Axis("C1", op.Integer("axis"), op.Shape("x").Rank);

    private static void SoftplusParametric(InferenceContext op) => op.Require("C1", op.Shape("x").Rank >= 3, $"rank {op.Shape("x").Rank}");

    private static void Prelu(InferenceContext op)
    {
        int rank = op.Shape("x").Rank;
        op.Require("C1", rank is >= 3 and <= 5, $"rank {rank}");
        if (rank != 4 && op.Numbers("alpha") is [float first, ..] slopes)
        {
            op.Require("C2", Array.TrueForAll(slopes, slope => Math.Abs(slope - first) <= 1e-5f), $"different slopes, rank {rank}");
        }
    }
}
