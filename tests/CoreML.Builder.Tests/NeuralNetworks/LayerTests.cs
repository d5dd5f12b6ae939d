using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>Every kind of layer is built, and the shapes follow.</summary>
public class LayerTests
{
    public static TheoryData<string> Names => [.. LayerSamples.All.Select(sample => sample.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Shapes_follow(string name)
    {
        LayerSample sample = LayerSamples.All.Single(sample => sample.Name == name);
        (_, Blob[] outputs) = sample.Start(SampleWeights.Make);
        Assert.Equal(
            sample.OutputShapes.Select(output => output.Shape),
            outputs.Select(output => output.Shape.IsRanked ? string.Join(",", output.Shape) : "?"));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_network_is_saved_and_opened_again(string name)
    {
        (NeuralNetworkBuilder builder, _) = LayerSamples.All.Single(sample => sample.Name == name).Start(SampleWeights.Make);
        using CoreMLModel model = builder.Build();
        var stream = new MemoryStream();
        model.Save(stream);
        using CoreMLModel again = CoreMLModel.Open(stream.ToArray());
        Assert.Equal(model.Specification, again.Specification);
        foreach (ModelWeight weight in again.ReadWeights())
        {
            weight.Check();
        }
    }

    [Fact]
    public void Every_kind_of_layer_has_a_sample()
    {
        var met = new HashSet<NeuralNetworkLayer.LayerOneofCase>();
        foreach (LayerSample sample in LayerSamples.All)
        {
            Add(SampleWeights.Model(sample).NeuralNetwork?.Layers ?? []);
        }
        Assert.Equal(
            Enum.GetValues<NeuralNetworkLayer.LayerOneofCase>().Where(kind => kind != NeuralNetworkLayer.LayerOneofCase.None).Order(), met.Order());

        void Add(IEnumerable<NeuralNetworkLayer> layers)
        {
            foreach (NeuralNetworkLayer layer in layers)
            {
                met.Add(layer.LayerCase);
                Add(layer.Branch?.IfBranch?.Layers ?? []);
                Add(layer.Branch?.ElseBranch?.Layers ?? []);
                Add(layer.Loop?.ConditionNetwork?.Layers ?? []);
                Add(layer.Loop?.BodyNetwork?.Layers ?? []);
            }
        }
    }

    [Fact]
    public void Names_of_samples_differ() => Assert.Equal(LayerSamples.All.Count, LayerSamples.All.Select(sample => sample.Name).Distinct().Count());
}
