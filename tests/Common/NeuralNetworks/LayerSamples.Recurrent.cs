using CoreML.Builder;

namespace CoreML.Tests;

internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Recurrent() =>
    [
        Rank5Many("simple_rnn", "x:3 h:4", "y:1,?,4,1,1 hy:1,?,4,1,1", n =>
        {
            (Blob result, Blob state) = n.X.SimpleRecurrent(
                n["h"], 4, new(n.W(12, "weightMatrix"), n.W(16, "recursionMatrix"), n.W(4, "biasVector")));
            return [result, state];
        }),
        Rank5Many("gru", "x:3 h:4", "y:?,?,4,1,1 hy:1,?,4,1,1", n =>
        {
            (Blob result, Blob state) = n.X.Gru(
                4, Gate(n, "update", 3), Gate(n, "reset", 3), Gate(n, "output", 3), n["h"],
                gateActivation: new() { SigmoidHard = new() }, allSteps: true, reverse: true);
            return [result, state];
        }),
        Rank5Many("uni_lstm", "x:3 h:4 c:4", "y:1,?,4,1,1 hy:1,?,4,1,1 cy:1,?,4,1,1", n =>
        {
            (Blob result, Blob state, Blob cell) = n.X.Lstm(
                4, Lstm(n, "weightParams", peephole: true), (n["h"], n["c"]), new() { ForgetBias = true });
            return [result, state, cell];
        }),
        Rank5Many("bi_lstm", "x:3 h:4 c:4 hb:4 cb:4", "y:?,?,8,1,1 hy:1,?,4,1,1 cy:1,?,4,1,1 hby:1,?,4,1,1 cby:1,?,4,1,1", n =>
        {
            (Blob result, Blob state, Blob cell, Blob backState, Blob backCell) = n.X.BidirectionalLstm(
                4, Lstm(n, "weightParams[0]", peephole: false), Lstm(n, "weightParams[1]", peephole: false),
                (n["h"], n["c"], n["hb"], n["cb"]), new() { AllSteps = true });
            return [result, state, cell, backState, backCell];
        }),
        Rank5Many("lstm without state", "x:3", "y:1,?,4,1,1", n =>
            [n.X.Lstm(4, Lstm(n, "weightParams", peephole: false), options: new() { CoupledInputAndForgetGate = true, CellClip = 5 }, reverse: true).Result]),
    ];

    private static GateWeights Gate(SampleNetwork network, string gate, int inputs) => new(
        network.W(4 * inputs, gate + "GateWeightMatrix"), network.W(16, gate + "GateRecursionMatrix"), network.W(4, gate + "GateBiasVector"));

    private static LstmWeights Lstm(SampleNetwork network, string weights, bool peephole)
    {
        return new(Of("inputGate", peephole), Of("forgetGate", peephole), Of("blockInput", false), Of("outputGate", peephole));

        GateWeights Of(string gate, bool hasPeephole) => new(
            network.W(12, $"{weights}.{gate}WeightMatrix"), network.W(16, $"{weights}.{gate}RecursionMatrix"),
            network.W(4, $"{weights}.{gate}BiasVector"), hasPeephole ? network.W(4, $"{weights}.{gate}PeepholeVector") : null);
    }
}
