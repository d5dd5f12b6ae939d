using CoreML.Specification;

namespace CoreML.Format.Tests;

public sealed class EnumerationTests
{
    private static NeuralNetworkLayer Bias(string name) =>
        new() { Name = name, Bias = new BiasLayerParams { Bias = Network.Floats(2) } };

    [Fact]
    public void Paths_name_the_type_of_the_model()
    {
        Model classifier = new() { NeuralNetworkClassifier = new NeuralNetworkClassifier { Layers = { Bias("b") } } };
        Model regressor = new() { NeuralNetworkRegressor = new NeuralNetworkRegressor { Layers = { Bias("b") } } };
        Assert.Equal(["neuralNetwork.layers[0].bias.bias"], Paths(Network.Of(Bias("b")), ""));
        Assert.Equal(["neuralNetworkClassifier.layers[0].bias.bias"], Paths(classifier, ""));
        Assert.Equal(
            ["pipeline.models[1].neuralNetworkRegressor.layers[0].bias.bias"], Paths(regressor, "pipeline.models[1]"));
    }

    [Fact]
    public void Stages_of_a_pipeline_are_listed_one_by_one()
    {
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            Pipeline = new Pipeline { Models = { Network.Of(Bias("a")), new Model { Identity = new Identity() }, Network.Of(Bias("b")) } },
        });
        Assert.Equal(
            ["pipeline.models[0].neuralNetwork.layers[0].bias.bias", "pipeline.models[2].neuralNetwork.layers[0].bias.bias"],
            model.Stages.SelectMany(stage => Paths(stage.Specification, stage.Path)));
    }

    [Fact]
    public void Networks_in_branches_and_loops_are_walked()
    {
        var loop = new NeuralNetworkLayer
        {
            Loop = new LoopLayerParams
            {
                ConditionNetwork = new NeuralNetwork { Layers = { Bias("condition") } },
                BodyNetwork = new NeuralNetwork { Layers = { new NeuralNetworkLayer(), Bias("body") } },
            },
        };
        var branch = new NeuralNetworkLayer
        {
            Branch = new BranchLayerParams
            {
                IfBranch = new NeuralNetwork { Layers = { loop } },
                ElseBranch = new NeuralNetwork { Layers = { Bias("else") } },
            },
        };
        Assert.Equal(
            [
                ("first.bias", "neuralNetwork.layers[0].bias.bias"),
                ("condition.bias", "neuralNetwork.layers[1].branch.ifBranch.layers[0].loop.conditionNetwork.layers[0].bias.bias"),
                ("body.bias", "neuralNetwork.layers[1].branch.ifBranch.layers[0].loop.bodyNetwork.layers[1].bias.bias"),
                ("else.bias", "neuralNetwork.layers[1].branch.elseBranch.layers[0].bias.bias"),
                ("last.bias", "neuralNetwork.layers[2].bias.bias"),
            ],
            Network.Weights(Bias("first"), branch, Bias("last")).Select(weight => (weight.Name, weight.Path)));
    }

    [Fact]
    public void Branches_and_loops_may_be_empty() => Assert.Empty(Network.Weights(
        new NeuralNetworkLayer { Branch = new BranchLayerParams() }, new NeuralNetworkLayer { Loop = new LoopLayerParams() }));

    [Fact]
    public void A_layer_without_a_name_is_called_by_its_position() =>
        Assert.Equal(["named.bias", "layers[1].bias"], Network.Weights(Bias("named"), Bias("")).Select(weight => weight.Name));

    [Fact]
    public void Models_of_other_types_have_none()
    {
        Assert.Empty(NetworkWeights.Enumerate(new Model(), ""));
        Assert.Empty(NetworkWeights.Enumerate(new Model { Identity = new Identity() }, ""));
    }

    [Fact]
    public void A_weight_knows_its_layer_and_its_part_of_the_specification()
    {
        NeuralNetworkLayer layer = Bias("b");
        NetworkWeight weight = Assert.Single(Network.Weights(layer));
        Assert.Same(layer, weight.Layer);
        Assert.Same(layer.Bias.Bias, weight.Specification);
        Assert.Null(weight.Function);
    }

    [Fact]
    public void Arguments_must_not_be_null()
    {
        Assert.Throws<ArgumentNullException>(() => NetworkWeights.Enumerate(null!, ""));
        Assert.Throws<ArgumentNullException>(() => NetworkWeights.Enumerate(new Model(), null!));
    }

    private static IEnumerable<string> Paths(Model model, string path) =>
        NetworkWeights.Enumerate(model, path).Select(weight => weight.Path);
}
