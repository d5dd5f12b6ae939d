namespace CoreML.Mil;

/// <summary>Normalization.</summary>
internal static class NormalizationRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("layer_norm", LayerNorm), ("local_response_norm", LocalResponseNorm)];

    private static void LayerNorm(InferenceContext op)
    {
        SizeValue[] sizes = op.SizesOf("S");
        int[] axes = op.Has("axes") ? op.Axes("C1", op.Integers("axes"), sizes.Length) : [.. Enumerable.Range(0, sizes.Length)];
        SizeValue[] normalized = [.. sizes.Where((_, axis) => axes.Contains(axis))];
        foreach (string name in (string[])["gamma", "beta"])
        {
            if (op.Has(name))
            {
                SizeValue[] given = op.Dimensions(name);
                op.Require("C2", Shapes.Agree(given, normalized), $"{op.Shape(name)} for {op.Shape("x")}");
            }
        }
    }

    private static void LocalResponseNorm(InferenceContext op) => op.Require("C1", op.Integer("size") > 0, $"{op.Integer("size")}");
}
