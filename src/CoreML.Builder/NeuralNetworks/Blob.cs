using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>
/// A tensor in a neural network: an input, or what a layer makes. Its methods add layers, one for each kind, and return what
/// they make, so that a network reads like a formula. A layer is added where the network is at the moment: in the body of a
/// branch or loop if that is being built.
/// </summary>
/// <remarks>Every method throws a <see cref="CoreMLException"/> if the layer is not possible: CML7101 for shapes, CML7102 for the
/// number of blobs, CML7103 for parameters, CML7104 for blobs that do not exist here, CML7106 for layers that need exact shapes,
/// and CML31xx for weights. Axes may be counted from the end: −1 is the last.</remarks>
public sealed partial class Blob
{
    internal Blob(NeuralNetworkBuilder network, NetworkScope scope, string name, TensorShape shape)
    {
        Network = network;
        Scope = scope;
        Name = name;
        Shape = shape;
    }

    /// <summary>The network.</summary>
    public NeuralNetworkBuilder Network { get; }

    /// <summary>The name. Layers have names of their own accord, which <see cref="Named"/> changes.</summary>
    public string Name { get; internal set; }

    /// <summary>The shape, as far as it follows from the network's inputs; without exact shapes always sequence, batch, channel,
    /// height and width.</summary>
    public TensorShape Shape { get; internal set; }

    /// <summary>Where the blob is visible.</summary>
    internal NetworkScope Scope { get; }

    /// <summary>The layer that makes the blob; <see langword="null"/> for an input.</summary>
    internal LayerNode? Producer { get; set; }

    /// <summary>Gives the blob another name.</summary>
    /// <param name="name">The name, not empty.</param>
    /// <param name="layer">Another name for the layer that makes it, too; by default it is left as it is.</param>
    /// <returns>The blob.</returns>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    /// <exception cref="CoreMLException">CML7105: there is another blob of this name, or the blob is an input or output of the network.</exception>
    public Blob Named(string name, string? layer = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        Network.Rename(this, name);
        if (layer is not null && Producer is not null)
        {
            Producer.Layer.Name = layer;
        }
        return this;
    }

    /// <summary>The name and the shape.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Name} {Shape}";

    private Blob Layer(NeuralNetworkLayer layer, params ReadOnlySpan<Blob> others) => Network.AddLayer(layer, [this, .. others], 1)[0];

    private Blob[] LayerOf(NeuralNetworkLayer layer, int outputs, params ReadOnlySpan<Blob> others) =>
        Network.AddLayer(layer, [this, .. others], outputs);

    // A size that a layer's parameters repeat; where it is not known it follows from the number of weights.
    private long Size(int axis, long otherwise) =>
        Shape.IsRanked && Shape.Rank >= -axis && Shape.At(axis).IsKnown ? Shape.At(axis).Size : otherwise;
}
