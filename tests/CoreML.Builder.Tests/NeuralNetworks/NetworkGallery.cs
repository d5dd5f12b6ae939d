using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>Neural networks: all samples, and weights in every form.</summary>
internal static class NetworkGallery
{
    private static readonly (string Name, Func<Weights> Make)[] Forms =
    [
        ("single precision", () => new float[12]),
        ("half precision", () => new Half[12]),
        ("linear, one scale", () => Weights.Quantized(new float[12], 4)),
        ("linear, a scale for each output", () => Weights.Linear(new byte[12], 3, [1, 2, 3], [4, 5, 6])),
        ("lookup table", () => Weights.LookupTable(new byte[12], [1, 2, 3, 4])),
    ];

    /// <summary>The networks by name.</summary>
    public static IEnumerable<(string Name, Func<Model> Build)> All() =>
    [
        .. LayerSamples.All.Select(sample => ($"network {sample.Name}", (Func<Model>)(() => SampleWeights.Model(sample)))),
        .. Forms.Select(form => ($"weights in {form.Name}", (Func<Model>)(() => Network(x => x.InnerProduct(form.Make(), 3))))),
        ("product in int8", () => Network(x => x.InnerProduct(Weights.Int8(new sbyte[12], 0.5f), 3, int8: true))),
        ("matrix product in int8", () => Network(x => x.MatMul(Weights.Int8(new sbyte[12], 0.5f), 3, int8: true))),
        ("declared shapes", () => Network(x => x.Relu(), declared: true)),
    ];

    private static Model Network(Func<Blob, Blob> build, bool declared = false)
    {
        var network = new NeuralNetworkBuilder();
        network.Output("y", build(network.Input("x", Feature.Array([4]))));
        return (declared ? network.DeclareShapes() : network).BuildSpecification();
    }
}
