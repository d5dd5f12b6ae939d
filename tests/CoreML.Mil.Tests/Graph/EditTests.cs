namespace CoreML.Mil.Tests;

public class EditTests
{
    private readonly GraphFixture _graph = new();

    private void AssertSound() => Assert.Empty(_graph.Program.Verify());

    [Fact]
    public void Operations_are_inserted_before_and_after_others()
    {
        MilOperation before = _graph.Body.InsertBefore(_graph.Relu, "relu", [("x", _graph.X)], [("a", GraphFixture.Vector)]);
        MilOperation after = _graph.Body.InsertAfter(_graph.Relu, "relu", [("x", _graph.Relu.Output)], [("b", GraphFixture.Vector)]);
        MilValue constant = _graph.Body.InsertConstBefore(before, "k", 3);
        Assert.Equal([constant.Operation!, before, _graph.Relu, after], _graph.Body.Operations.Skip(2).Take(4));
        Assert.Equal(3, before.Index);
        AssertSound();
    }

    [Fact]
    public void Binding_an_input_anew_moves_the_use()
    {
        _graph.Add.SetInput("y", _graph.X);
        Assert.Empty(_graph.C.Uses);
        Assert.Equal(["x", "y"], _graph.X.Uses.Select(use => use.Input!.Name));
        AssertSound();

        _graph.Add.SetInput("extra", _graph.C, 1f, _graph.C);
        Assert.Equal(["x", "y", "extra"], _graph.Add.Inputs.Select(input => input.Name));
        Assert.Equal(2, _graph.C.Uses.Count);
        AssertSound();

        Assert.True(_graph.Add.RemoveInput("extra"));
        Assert.False(_graph.Add.RemoveInput("extra"));
        Assert.Empty(_graph.C.Uses);
        AssertSound();
    }

    [Fact]
    public void All_uses_are_replaced_in_nested_blocks_and_outputs_too()
    {
        _graph.Add.Output.ReplaceUses(_graph.X);
        Assert.Empty(_graph.Add.Output.Uses);
        Assert.Same(_graph.X, _graph.False.Operations[0].Inputs["x"].Value);
        AssertSound();

        _graph.Relu.Output.ReplaceUses(_graph.X);
        Assert.Equal(["x", "r"], _graph.Body.Outputs.Select(output => output.Name));
        AssertSound();
    }

    [Fact]
    public void Replacing_a_value_by_itself_changes_nothing()
    {
        _graph.Add.Output.ReplaceUses(_graph.Add.Output);
        Assert.Equal(3, _graph.Add.Output.Uses.Count);
        AssertSound();
    }

    [Fact]
    public void One_use_is_replaced()
    {
        _graph.Add.Output.Uses[1].Replace(_graph.X);
        Assert.Equal(2, _graph.Add.Output.Uses.Count);
        _graph.Cond.Output.Uses[0].Replace(_graph.X);
        Assert.Equal(["z", "x"], _graph.Body.Outputs.Select(output => output.Name));
        AssertSound();
    }

    [Fact]
    public void Removing_an_operation_frees_what_it_used_and_its_names()
    {
        _graph.Body.SetOutputs(_graph.Relu.Output);
        _graph.Cond.Remove();
        Assert.Equal([_graph.Relu], _graph.Add.Output.Uses.Select(use => use.Operation));
        Assert.Empty(_graph.P.Uses);
        Assert.Null(_graph.Main.FindValue("t"));
        _graph.Body.Append("relu", [("x", _graph.X)], [("t", GraphFixture.Vector)]);
        AssertSound();
    }

    [Fact]
    public void An_output_is_added()
    {
        MilValue second = _graph.Relu.AddOutput("second", GraphFixture.Vector);
        Assert.Equal([_graph.Relu.Output0(), second], _graph.Relu.Outputs);
        Assert.Throws<InvalidOperationException>(() => _graph.Relu.Output);
        AssertSound();
    }

    [Fact]
    public void Inputs_of_functions_and_blocks_come_and_go()
    {
        MilValue input = _graph.Main.AddInput("extra", GraphFixture.Vector);
        MilValue variable = _graph.True.AddInput("i", GraphFixture.Vector);
        MilOperation use = _graph.True.Append("add", [("x", input), ("y", variable)], [("sum", GraphFixture.Vector)]);
        AssertSound();

        use.Remove();
        _graph.True.RemoveInput(variable);
        _graph.Main.RemoveInput(input);
        Assert.Equal(["x", "p"], _graph.Main.Inputs.Select(item => item.Name));
        Assert.Empty(_graph.True.Inputs);
        AssertSound();
    }

    [Fact]
    public void Values_are_renamed_and_found_by_the_new_name()
    {
        _graph.Add.Output.Rename("sum");
        Assert.Null(_graph.Main.FindValue("y"));
        Assert.Same(_graph.Add.Output, _graph.Main.FindValue("sum"));
        _graph.Relu.Output.Rename("y");
        AssertSound();
    }

    [Fact]
    public void Blocks_that_do_not_see_each_other_may_share_names()
    {
        _graph.False.Operations[0].Output.Rename("t");
        AssertSound();
        _graph.True.Operations[0].Output.Rename("other");
        Assert.Same(_graph.False.Operations[0].Output, _graph.Main.FindValue("t"));
        AssertSound();
    }

    [Fact]
    public void Functions_are_added_renamed_and_removed()
    {
        MilFunction second = _graph.Program.AddFunction("second", "CoreML7");
        second.AddInput("x", GraphFixture.Vector);
        second.Rename("other");
        Assert.Equal(["main", "other"], _graph.Program.Functions.Select(function => function.Name));
        AssertSound();
        _graph.Program.RemoveFunction(second);
        Assert.Equal(["main"], _graph.Program.Functions.Select(function => function.Name));
        Assert.Throws<InvalidOperationException>(() => second.Program);
    }

    [Fact]
    public void A_type_is_replaced()
    {
        _graph.X.Type = new TensorType(CoreML.Format.ElementType.Float16, [4]);
        Assert.Equal("tensor<fp16, [4]>", _graph.X.Type.ToString());
        Assert.Throws<ArgumentNullException>(() => _graph.X.Type = null!);
    }

    [Fact]
    public void Attributes_keep_their_order()
    {
        MilAttributes attributes = _graph.Main.Attributes;
        attributes["a"] = 1;
        attributes["b"] = "text";
        attributes["a"] = true;
        Assert.Equal(["a", "b"], attributes.Select(attribute => attribute.Key));
        Assert.True(Assert.IsType<TensorConstant>(attributes["a"]).ToScalar<bool>());
        Assert.True(attributes.Remove("a"));
        Assert.False(attributes.Remove("a"));
        Assert.Equal(1, attributes.Count);
        Assert.Throws<KeyNotFoundException>(() => attributes["a"]);
    }
}

internal static class OperationExtensions
{
    public static MilValue Output0(this MilOperation operation) => operation.Outputs[0];
}
