namespace CoreML.Mil;

/// <summary>Random numbers, and tensors whose shape an input says.</summary>
internal static class RandomRules
{
    public static readonly (string Name, InferenceRule Rule)[] All =
    [
        ("random_bernoulli", Shaped), ("random_normal", Shaped), ("random_uniform", Shaped), ("fill", Fill),
        ("random_categorical", op => op.Require("C1", op.Integer("size") > 0, $"{op.Integer("size")}")),
    ];

    private static void Shaped(InferenceContext op)
    {
        SizeValue[]? sizes = op.ShapeFrom("shape");
        op.Require("C1", sizes is null || Array.TrueForAll(sizes, size => !size.IsKnown || size.Value >= 0), $"{Shapes.Describe(sizes ?? [])}");
        op.SetOutputs(new TensorType(op.TypeNamed("T"), sizes is null ? TensorShape.Unranked : InferenceContext.ToShape(sizes)));
    }

    private static void Fill(InferenceContext op)
    {
        Shaped(op);
        if (op.Elements("shape") is [{ IsKnown: true } count] && count.Value <= 64 && op.Has("value") && InferenceContext.ElementsOf(op.Argument("value")) is [var value])
        {
            op.Fold([.. Enumerable.Repeat(value, (int)count.Value)]);
        }
    }
}
