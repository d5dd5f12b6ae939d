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
        Assert.Equal([new ModelDifference("renamed x", "x", "image")], ModelDiff.Compare(left, right));
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
        Assert.Equal([new ModelDifference("renamed function/b", "b", "c")], ModelDiff.Compare(left, right));
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
