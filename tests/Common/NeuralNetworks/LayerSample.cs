using CoreML.Builder;
using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Tests;

/// <summary>A small network, mostly of one layer: what goes in, how it is built, and which shapes come out.</summary>
/// <param name="Name">The network's name.</param>
/// <param name="Exact">Whether it has exact shapes.</param>
/// <param name="Inputs">The inputs with their shapes, for example <c>x:2,3,4 y:3</c>.</param>
/// <param name="Outputs">The outputs with the shapes that follow, <c>?</c> for a size that does not; <c>?</c> alone for an unknown rank.</param>
/// <param name="Build">Builds the layers, and returns the outputs.</param>
internal sealed record LayerSample(string Name, bool Exact, string Inputs, string Outputs, Func<SampleNetwork, Blob[]> Build)
{
    /// <summary>The outputs' names and shapes.</summary>
    public (string Name, string Shape)[] OutputShapes => [.. Split(Outputs)];

    /// <summary>Names and shapes of features.</summary>
    public static IEnumerable<(string Name, string Shape)> Split(string features) =>
        features.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(feature => (feature.Split(':')[0], feature.Split(':')[1]));

    /// <summary>Builds the network, with features as they are declared here or by somebody else.</summary>
    /// <param name="weights">Gives the weights by their number, and by the end of their field where the order is not that of the fields.</param>
    /// <param name="description">The features; <see langword="null"/> for those of the sample.</param>
    /// <returns>The builder before it makes the model, and the outputs.</returns>
    public (NeuralNetworkBuilder Builder, Blob[] Outputs) Start(Func<int, string?, Weights> weights, ModelDescription? description = null)
    {
        var network = new SampleNetwork(new NeuralNetworkBuilder(Exact), weights);
        IEnumerable<(string Name, FeatureType Type)> inputs = description is null
            ? Split(Inputs).Select(input => (input.Name, TypeOf(input.Shape)))
            : description.Input.Select(input => (input.Name, input.Type));
        foreach ((string name, FeatureType type) in inputs)
        {
            network.Add(name, type);
        }
        Blob[] outputs = Build(network);
        (string Name, string)[] names = OutputShapes;
        Assert.Equal(names.Length, outputs.Length);
        for (int i = 0; i < outputs.Length; i++)
        {
            // Layers that the sample does not name are called "l".
            string? layer = outputs[i].Name == names[i].Name ? null : "l";
            outputs[i].Named(names[i].Name, layer);
            if (!network.HasForm)
            {
                network.Builder.Output(names[i].Name, outputs[i], description?.Output.Single(output => output.Name == names[i].Name).Type);
            }
        }
        return (network.Builder, outputs);
    }

    private static FeatureType TypeOf(string shape) =>
        shape == "image" ? Feature.Image(16, 16) : Feature.Array(Array.ConvertAll(shape.Split(','), long.Parse), ElementType.Float64);
}

/// <summary>A network while a sample is built.</summary>
internal sealed class SampleNetwork(NeuralNetworkBuilder builder, Func<int, string?, Weights> weights)
{
    private readonly Dictionary<string, Blob> _inputs = [];

    /// <summary>The builder.</summary>
    public NeuralNetworkBuilder Builder { get; } = builder;

    /// <summary>Whether the sample made the network a classifier or regressor, with its own outputs.</summary>
    public bool HasForm { get; set; }

    /// <summary>The input <c>x</c>.</summary>
    public Blob X => this["x"];

    /// <summary>An input.</summary>
    public Blob this[string name] => _inputs[name];

    /// <summary>Weights.</summary>
    public Weights W(int count, string? field = null) => weights(count, field);

    /// <summary>Adds an input.</summary>
    public void Add(string name, FeatureType type) => _inputs.Add(name, Builder.Input(name, type));
}
