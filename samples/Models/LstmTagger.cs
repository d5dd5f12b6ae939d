using CoreML.Builder;
using CoreML.Format;

namespace Models;

/// <summary>Tags each word of a sentence of any length: embedding, an LSTM in both directions, a layer for the tags.</summary>
internal static class LstmTagger
{
    private const int Vocabulary = 5000;
    private const int Width = 64;
    private const int Hidden = 64;
    private const int Tags = 17;

    public static CoreMLModel Build() => ProgramBuilder.Build(DeploymentTarget.IOS17, p =>
    {
        var weights = new RandomWeights(4);
        Var words = p.Input("words", Feature.Array([16], ElementType.Int32).WithShapeRange((1, 256)), "Numbers of the words.");
        Var x = p.Const(weights.Next(Vocabulary, Width), name: "embedding").Gather(words, axis: 0).ExpandDims([1]);
        Half[] start = new Half[2 * Hidden];
        (Var states, _, _) = x.Lstm(
            p.Fill([1, 2 * Hidden], (Half)0), p.Fill([1, 2 * Hidden], (Half)0),
            weights.Next(4 * Hidden, Width), weights.Next(4 * Hidden, Hidden), start.Concat(start).ToArray(),
            weightIhBack: weights.Next(4 * Hidden, Width), weightHhBack: weights.Next(4 * Hidden, Hidden), biasBack: start.Concat(start).ToArray(),
            direction: RecurrentDirection.Bidirectional, outputSequence: true);
        Var scores = states.Squeeze([1]).Linear(weights.Next(Tags, 2 * Hidden), RandomWeights.Zeros(Tags));
        p.Output("tags", scores.ReduceArgmax(axis: 1, outputDtype: ElementType.Int32), description: "The number of the best tag of each word.");
        p.Output("scores", scores);
    });
}
