using CoreML.Builder;
using CoreML.Format;

namespace Models;

/// <summary>A decoder of two layers that is called token by token; keys and values of earlier tokens are states.</summary>
internal static class CachedTransformer
{
    private const int Vocabulary = 1000;
    private const int Width = 128;
    private const int Heads = 4;
    private const int Length = 64;

    public static CoreMLModel Build() => ProgramBuilder.Build(DeploymentTarget.IOS18, p =>
    {
        var weights = new RandomWeights(3);
        Var token = p.Input("token", [1], ElementType.Int32, "The next token.");
        Var position = p.Input("position", [1], ElementType.Int32, "How many tokens came before it.");
        Var mask = p.Input("mask", [1, 1, 1, Length], ElementType.Float16, "0 for positions that are filled, −10000 for others.");
        Var x = p.Const(weights.Next(Vocabulary, Width), name: "embedding").Gather(token, axis: 0).Reshape([1, 1, Width]);
        for (int layer = 0; layer < 2; layer++)
        {
            x = x + Attend(Normalize(x), layer);
            x = x + Connect(Connect(Normalize(x), 4 * Width).Gelu(), Width);
        }
        p.Output("logits", Connect(Normalize(x), Vocabulary));

        Var Attend(Var y, int layer)
        {
            Var keys = Remember($"keys_{layer}", Split(Connect(y, Width)));
            Var values = Remember($"values_{layer}", Split(Connect(y, Width)));
            Var attended = Split(Connect(y, Width)).ScaledDotProductAttention(keys, values, mask);
            return Connect(attended.Transpose([0, 2, 1, 3]).Reshape([1, 1, Width]), Width);
        }

        // Writes a row of the state and gives all of it.
        Var Remember(string name, Var row)
        {
            Var state = p.State(name, [1, Heads, Length, Width / Heads]);
            Var zeros = p.Const([0, 0]);
            Var begin = p.Concat([zeros, position, p.Const([0])], 0);
            Var end = p.Concat([p.Const([1, Heads]), position + 1, p.Const([Width / Heads])], 0);
            Var updated = state.ReadState().SliceUpdate(row, begin, end);
            state.WriteState(updated);
            return state.ReadState();
        }

        Var Split(Var y) => y.Reshape([1, 1, Heads, Width / Heads]).Transpose([0, 2, 1, 3]);

        Var Normalize(Var y) => y.LayerNorm([-1], RandomWeights.Ones(Width), RandomWeights.Zeros(Width));

        Var Connect(Var y, int size) => y.Linear(weights.Next(size, y.Dimensions[2].Size), RandomWeights.Zeros(size));
    });
}
