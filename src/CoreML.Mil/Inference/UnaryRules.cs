namespace CoreML.Mil;

/// <summary>Functions of each element.</summary>
internal static class UnaryRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("cast", Cast), ("clip", Clip)];

    private static void Cast(InferenceContext op)
    {
        // Integers stay what they are in any type of numbers that programs compute shapes with.
        if (op.TypeNamed("R") != Format.ElementType.Bool)
        {
            op.Fold(op.Elements("x"));
        }
    }

    private static void Clip(InferenceContext op)
    {
        if (op.Version.Opset >= Opset.CoreML7 && op.Numbers("alpha") is [float alpha] && op.Numbers("beta") is [float beta])
        {
            op.Require("C1", alpha < beta, $"{alpha} and {beta}");
        }
    }
}
