using CoreML.Builder;

namespace CoreML.Tests;

/// <summary>Networks of every kind of layer, in every form that the kind has.</summary>
internal static partial class LayerSamples
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<LayerSample> All { get; } =
    [
        .. Activations(), .. Classic(), .. Spatial(), .. Recurrent(), .. Elementwise(), .. Arithmetic(), .. Shapes(), .. Selection(), .. Random(),
        .. Control(), .. Networks(),
    ];

    private static LayerSample Exact(string name, string inputs, string outputs, Func<SampleNetwork, Blob> build) =>
        new(name, true, inputs, outputs, network => [build(network)]);

    private static LayerSample ExactMany(string name, string inputs, string outputs, Func<SampleNetwork, Blob[]> build) =>
        new(name, true, inputs, outputs, build);

    // Without exact shapes nobody knows sequence and batch.
    private static LayerSample Rank5(string name, string inputs, string channels, Func<SampleNetwork, Blob> build) =>
        new(name, false, inputs, $"y:?,?,{channels}", network => [build(network)]);

    private static LayerSample Rank5Many(string name, string inputs, string outputs, Func<SampleNetwork, Blob[]> build) =>
        new(name, false, inputs, outputs, build);
}
