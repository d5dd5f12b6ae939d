namespace CoreML.Mil;

/// <summary>Recurrent layers.</summary>
internal static class RecurrentRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("gru", BindSteps), ("rnn", BindSteps), ("lstm", Lstm)];

    private static void Lstm(InferenceContext op)
    {
        bool both = op.Text("direction") == "bidirectional";
        op.Require("C1", !both || (op.Has("weight_ih_back") && op.Has("weight_hh_back")), $"one direction's weights");
        SizeValue state = op.Sizes.Multiply(op.Size("H"), both ? 2 : 1);
        op.Require("C2", Shapes.Agree(op.Size("D"), state), $"{op.Size("D")}, not {state}");
        op.Bind("D", state);
        BindSteps(op);
    }

    private static void BindSteps(InferenceContext op) => op.Bind("Q", op.Flag("output_sequence") ? op.Size("S") : 1);
}
