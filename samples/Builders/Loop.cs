using CoreML.Builder;
using CoreML.Format;

namespace CoreML.Builders;

internal static class Loop
{
    /// <summary>The square root by Newton's method: halves the sum of an estimate and the quotient until it hardly changes.</summary>
    public static CoreMLModel Build()
    {
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([1]));
        Blob root = x.Copy();
        Blob change = x.Copy();
        network.Loop(
            condition: () => change.Abs().Greater(1e-6f),
            body: () =>
            {
                Blob next = (root + x / root).Linear(0.5f);
                (next - root).CopyTo(change);
                next.CopyTo(root);
            },
            most: 50);
        return network.Output("root", root).Build();
    }
}
