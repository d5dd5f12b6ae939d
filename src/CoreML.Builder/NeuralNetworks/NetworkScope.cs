using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>A list of layers: the network itself, or the body of a branch or loop.</summary>
internal sealed class NetworkScope(NetworkScope? outer, bool inLoop)
{
    /// <summary>The layers in order.</summary>
    public List<LayerNode> Layers { get; } = [];

    /// <summary>The scope around this one.</summary>
    public NetworkScope? Outer { get; } = outer;

    /// <summary>Whether a loop is around.</summary>
    public bool InLoop { get; } = inLoop;

    /// <summary>Whether what is in another scope is visible here.</summary>
    public bool Sees(NetworkScope other)
    {
        for (NetworkScope? scope = this; scope is not null; scope = scope.Outer)
        {
            if (scope == other)
            {
                return true;
            }
        }
        return false;
    }

    /// <summary>The layers as messages.</summary>
    public IEnumerable<NeuralNetworkLayer> ToMessages() => Layers.Select(node => node.ToMessage());

    /// <summary>The layers as a network inside another one.</summary>
    public NeuralNetwork ToNetwork() => new() { Layers = { ToMessages() } };
}

/// <summary>A layer with the blobs that it takes and makes.</summary>
internal sealed class LayerNode(NeuralNetworkLayer layer, Blob[] inputs)
{
    /// <summary>The layer; the names of its blobs are put in at the end.</summary>
    public NeuralNetworkLayer Layer { get; } = layer;

    /// <summary>What it takes.</summary>
    public Blob[] Inputs { get; } = inputs;

    /// <summary>What it makes.</summary>
    public Blob[] Outputs { get; set; } = [];

    /// <summary>The bodies of a branch or loop.</summary>
    public NetworkScope[] Bodies { get; init; } = [];

    /// <summary>Puts the bodies into the layer.</summary>
    public Action? AddBodies { get; init; }

    /// <summary>Whether to say which shapes the blobs have.</summary>
    public bool DeclaresShapes { get; set; }

    /// <summary>The layer with all names.</summary>
    public NeuralNetworkLayer ToMessage()
    {
        Layer.Input.Add(Inputs.Select(blob => blob.Name));
        Layer.Output.Add(Outputs.Select(blob => blob.Name));
        if (DeclaresShapes)
        {
            Layer.InputTensor.Add(Inputs.Select(Tensor));
            Layer.OutputTensor.Add(Outputs.Select(Tensor));
        }
        AddBodies?.Invoke();
        return Layer;
    }

    private static Tensor Tensor(Blob blob) => new()
    {
        Rank = (uint)blob.Shape.Count,
        DimValue = { blob.Shape.Select(size => size.IsKnown ? size.Size : -1) },
    };
}
