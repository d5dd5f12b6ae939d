using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>What a comparison of two models says.</summary>
public class DiffTests
{
    [Fact]
    public void A_rename_is_one_difference()
    {
        using CoreMLModel left = EditFixture.Program(version: 7);
        using CoreMLModel right = EditFixture.Program(version: 7);
        Assert.Empty(ModelDiff.Compare(left, right));
        right.Inputs["x"].Rename("image");
        Assert.Equal([new ModelDifference("renamed x", "x", "image") { IsRename = true }], ModelDiff.Compare(left, right));
        right.Metadata.Author = "Me";
        Assert.Equal(["renamed x", "description.metadata", "description.metadata.author"], ModelDiff.Compare(left, right).Select(difference => difference.Path));
    }

    [Fact]
    public void Exchanged_names_are_two_renames()
    {
        using CoreMLModel left = EditFixture.Program(version: 7);
        using CoreMLModel right = EditFixture.Program(version: 7);
        right.Inputs["x"].Rename("z");
        right.Outputs["y"].Rename("x");
        right.Inputs["z"].Rename("y");
        Assert.Equal(["renamed x", "renamed y"], ModelDiff.Compare(left, right).Select(difference => difference.Path));
    }

    [Fact]
    public void A_renamed_function_is_one_difference()
    {
        using CoreMLModel part = EditFixture.Program(version: 9);
        using CoreMLModel left = ModelSurgery.Merge(("a", part), ("b", part));
        using CoreMLModel right = ModelSurgery.Merge(("a", part), ("b", part));
        right.Functions[1].Rename("c");
        Assert.Equal([new ModelDifference("renamed function b", "b", "c") { IsRename = true }], ModelDiff.Compare(left, right));
    }

    [Fact]
    public void A_renamed_input_is_recognised_beside_other_changes()
    {
        using CoreMLModel left = EditFixture.Program(version: 7);
        using CoreMLModel right = EditFixture.Program(version: 7);
        right.Inputs["x"].Rename("image");
        MilProgram program = right.ReadProgram();
        MilBlock body = program.Functions["main"].Body;
        body.Operations[0].Output.Splice(x => body.InsertAfter(x.Operation!, "exp", [("x", x)], [("e", x.Type)]).Output);
        right.WriteProgram(program);
        IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(left, right);
        Assert.Equal("renamed x", differences[0].Path);
        Assert.Equal(
            ["renamed x", "mlProgram/main/y", "mlProgram/main/e", "mlProgram/main/e.name"], differences.Select(difference => difference.Path));
    }

    [Fact]
    public void Values_and_their_operations_are_recognised_by_what_makes_them()
    {
        using CoreMLModel left = Named("a", "b", "c");
        using CoreMLModel right = Named("p", "q", "r", extra: true);
        IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(left, right);
        Assert.Equal(
            ["renamed a to p", "renamed a_alpha to p_alpha", "renamed b to q", "renamed c to r"],
            differences.Where(difference => difference.IsRename).Select(difference => difference.ToString()).Order(StringComparer.Ordinal));
        // The sum takes one other value, and is known by the one that stays.
        Assert.Equal(
            ["mlProgram/main/new", "mlProgram/main/new.name", "mlProgram/main/r"],
            differences.Where(difference => !difference.IsRename).Select(difference => difference.Path).Order(StringComparer.Ordinal));
        Assert.Equal(["added", "changed", "renamed"], differences.Select(difference => difference.Kind).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Operations_that_only_are_called_otherwise_are_renamed()
    {
        using CoreMLModel left = EditFixture.Program(version: 7);
        using CoreMLModel right = EditFixture.Program(version: 7);
        MilProgram program = right.ReadProgram();
        program.Functions["main"].Body.Operations[0].Name = "activation";
        right.WriteProgram(program);
        Assert.Equal(["renamed operation relu to activation"], ModelDiff.Compare(left, right).Select(difference => difference.ToString()));
    }

    [Fact]
    public void Layers_are_recognised_wherever_they_are()
    {
        using CoreMLModel left = Network("a", "b", "c");
        using CoreMLModel right = Network("a", "new", "b", "c");
        Assert.Equal(
            ["added", "changed"],
            ModelDiff.Compare(left, right).Select(difference => (difference.Kind, difference.Path.Split('.')[1]))
                .Where(pair => pair.Item2 is "layers[new]" or "layers[b]").Select(pair => pair.Kind).Distinct().Order(StringComparer.Ordinal));
        Assert.DoesNotContain(ModelDiff.Compare(left, right), difference => difference.Path.Contains("layers[a]", StringComparison.Ordinal) || difference.Path.Contains("layers[c]", StringComparison.Ordinal));

        using CoreMLModel renamed = Network("a", "z", "c");
        Assert.Equal(["renamed b_out to z_out", "renamed layer b to z"], ModelDiff.Compare(left, renamed).Select(difference => difference.ToString()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Layers_in_another_order_are_said()
    {
        using CoreMLModel left = CoreMLModel.Create(EditFixture.Network(4));
        left.Specification.NeuralNetwork.Layers.Add(new Specification.NeuralNetworkLayer { Name = "other", Input = { "x" }, Output = { "z" }, Activation = new() { ReLU = new() } });
        using CoreMLModel right = CoreMLModel.Create(left.Specification.Clone());
        right.Specification.NeuralNetwork.Layers.RemoveAt(0);
        right.Specification.NeuralNetwork.Layers.Add(left.Specification.NeuralNetwork.Layers[0].Clone());
        ModelDifference difference = Assert.Single(ModelDiff.Compare(left, right));
        Assert.Equal(("neuralNetwork.layers (order)", "\"relu\", \"other\"", "\"other\", \"relu\""), (difference.Path, difference.Left, difference.Right));
    }

    // c = leaky_relu(x) + exp(leaky_relu(x)), or with another exp in front of the sum.
    private static CoreMLModel Named(string first, string second, string third, bool extra = false)
    {
        CoreMLModel model = EditFixture.Program(version: 7);
        MilProgram program = model.ReadProgram();
        MilFunction main = program.AddFunction("other", "CoreML5");
        MilValue x = main.AddInput("x", program.Functions["main"].Inputs[0].Type);
        MilValue alpha = main.Body.AppendConst(first + "_alpha", 0.5f);
        MilValue a = main.Body.Append("leaky_relu", [("x", x), ("alpha", alpha)], [(first, x.Type)]).Output;
        MilValue b = main.Body.Append("exp", [("x", a)], [(second, x.Type)]).Output;
        b = extra ? main.Body.Append("exp", [("x", b)], [("new", x.Type)]).Output : b;
        main.Body.SetOutputs(main.Body.Append("add", [("x", a), ("y", b)], [(third, x.Type)]).Output);
        program.RemoveFunction(program.Functions["main"]);
        main.Rename("main");
        model.WriteProgram(program);
        return model;
    }

    private static CoreMLModel Network(params string[] layers)
    {
        Specification.Model model = EditFixture.Network(4);
        Specification.NeuralNetworkLayer relu = model.NeuralNetwork.Layers[0];
        model.NeuralNetwork.Layers.Clear();
        string input = "x";
        foreach (string name in layers)
        {
            Specification.NeuralNetworkLayer layer = relu.Clone();
            layer.Name = name;
            layer.Input[0] = input;
            layer.Output[0] = input = name == layers[^1] ? "y" : name + "_out";
            model.NeuralNetwork.Layers.Add(layer);
        }
        return CoreMLModel.Create(model);
    }

    [Fact]
    public void Comparing_leaves_both_models_as_they_are()
    {
        using CoreMLModel left = EditFixture.Program(version: 7);
        using CoreMLModel right = EditFixture.Program(version: 7);
        MilProgram graph = right.ReadProgram();
        right.Inputs["x"].Description = "changed";
        Specification.Model before = right.Specification.Clone();
        ModelDiff.Compare(left, right);
        Assert.Equal(before, right.Specification);
        right.WriteProgram(graph);
    }
}
