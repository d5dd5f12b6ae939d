using CoreML.Specification;

namespace CoreML.Format;

/// <summary>A way to use a layer that came later than the layer itself.</summary>
/// <param name="Version">The version of the specification that brought it.</param>
/// <param name="Feature">What it is, in a few words.</param>
/// <param name="IsUsed">Whether a layer uses it.</param>
internal sealed record LayerOption(int Version, string Feature, Func<NeuralNetworkLayer, bool> IsUsed);
