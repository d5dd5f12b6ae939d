namespace CoreML.Mil;

/// <summary>What holds programs together: constants.</summary>
internal static class StructureRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("const", Const)];

    private static void Const(InferenceContext op)
    {
        op.SetOutputs(op.Argument("val").Type);
        op.Fold(InferenceContext.ElementsOf(op.Argument("val")));
    }
}
