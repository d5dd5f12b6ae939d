using CoreML.Format;

namespace CoreML.Mil.Tests;

public class GraphTests
{
    private readonly GraphFixture _graph = new();

    [Fact]
    public void Values_know_their_definition()
    {
        Assert.Same(_graph.Add, _graph.Add.Output.Operation);
        Assert.Same(_graph.Body, _graph.Add.Output.Block);
        Assert.Same(_graph.Main, _graph.Add.Output.Function);
        Assert.Null(_graph.X.Operation);
        Assert.Null(_graph.X.Block);
        Assert.Same(_graph.Main, _graph.X.Function);
        Assert.Same(_graph.True, _graph.True.Operations[0].Output.Block);
        Assert.Empty(_graph.Program.Verify());
    }

    [Fact]
    public void Values_know_all_their_uses()
    {
        MilValue y = _graph.Add.Output;
        Assert.Equal(
            [(_graph.Relu, "x"), (_graph.True.Operations[0], "x"), (_graph.False.Operations[0], "x")],
            y.Uses.Select(use => (use.Operation!, use.Input!.Name)));

        MilUse output = _graph.Cond.Output.Uses.Single();
        Assert.Same(_graph.Body, output.Block);
        Assert.Null(output.Operation);
        Assert.Equal(1, output.Index);
    }

    [Fact]
    public void Paths_lead_from_the_function_through_blocks()
    {
        Assert.Equal("main/x", _graph.X.Path);
        Assert.Equal("main/block[0]/y", _graph.Add.Path);
        Assert.Equal("main/block[0]/r/block[1]", _graph.False.Path);
        Assert.Equal("main/block[0]/r/block[1]/f", _graph.False.Operations[0].Path);
        Assert.Equal("main/block[0]/r/block[1]/f.x[0]", _graph.False.Operations[0].Inputs["x"].Value!.Uses[2].ToString());
        Assert.Equal("main/block[0].outputs[1]", _graph.Cond.Output.Uses[0].ToString());
    }

    [Fact]
    public void An_input_tells_the_constant_it_is_bound_to()
    {
        var constant = Assert.IsType<TensorConstant>(_graph.Add.Inputs["y"].Constant);
        Assert.Equal([1f, 2, 3, 4], constant.ToArray<float>());
        Assert.Null(_graph.Add.Inputs["x"].Constant);

        _graph.Relu.SetInput("alpha", 0.5f);
        Assert.Equal(0.5f, Assert.IsType<TensorConstant>(_graph.Relu.Inputs["alpha"].Constant).ToScalar<float>());
        Assert.Null(_graph.Relu.Inputs["alpha"].Value);
    }

    [Fact]
    public void An_input_may_have_several_arguments_of_both_kinds()
    {
        MilOperation concat = _graph.Body.Append(
            "concat", [("values", [_graph.X, TensorConstant.Vector(5f), _graph.X]), ("axis", 0)], [("joined", GraphFixture.Vector)]);
        MilInput values = concat.Inputs["values"];
        Assert.Equal(3, values.Arguments.Count);
        Assert.Null(values.Value);
        Assert.Throws<InvalidOperationException>(() => values.Argument);
        Assert.Equal([0, 2], _graph.X.Uses.Where(use => use.Input == values).Select(use => use.Index));
        Assert.Equal(0, Assert.IsType<TensorConstant>(concat.Inputs["axis"].Constant).ToScalar<int>());
        Assert.Empty(_graph.Program.Verify());
    }

    [Fact]
    public void An_operation_is_named_after_its_first_output_unless_told_otherwise()
    {
        Assert.Equal("y", _graph.Add.Name);
        MilOperation named = _graph.Body.Append("relu", [("x", _graph.X)], [("a", GraphFixture.Vector)], name: "first");
        Assert.Equal("first", named.Name);
        named.Name = "second";
        Assert.Equal("second", named.Name);
        named.Attributes.Remove("name");
        Assert.Equal("", named.Name);
        Assert.Equal("main/block[0]/a", named.Path);
    }

    [Fact]
    public void Lists_find_by_name_and_say_what_there_is_instead()
    {
        Assert.Same(_graph.X, _graph.Main.Inputs["x"]);
        Assert.Null(_graph.Main.Inputs.Find("nothing"));
        Assert.Contains("x, p", Assert.Throws<KeyNotFoundException>(() => _graph.Main.Inputs["nothing"]).Message, StringComparison.Ordinal);
        Assert.Throws<IndexOutOfRangeException>(() => _graph.Main.Inputs[2]);
    }

    [Fact]
    public void Values_are_found_by_name_where_they_are_visible()
    {
        Assert.Same(_graph.Add.Output, _graph.True.FindValue("y"));
        Assert.Same(_graph.X, _graph.True.FindValue("x"));
        Assert.Null(_graph.False.FindValue("t"));
        Assert.Null(_graph.Body.FindValue("t"));
        Assert.Same(_graph.True.Operations[0].Output, _graph.Main.FindValue("t"));
        Assert.Null(_graph.Main.FindValue("nothing"));
    }

    [Fact]
    public void Unique_names_count_up_past_names_that_exist()
    {
        Assert.Equal("fresh", _graph.Main.MakeUniqueName("fresh"));
        Assert.Equal("y_1", _graph.Main.MakeUniqueName("y"));
        Assert.Equal("y_1", _graph.Main.MakeUniqueName("y"));
        _graph.True.Append("relu", [("x", _graph.X)], [("y_1", GraphFixture.Vector)]);
        Assert.Equal("y_2", _graph.Main.MakeUniqueName("y"));
    }

    [Fact]
    public void A_list_is_a_snapshot_so_that_passes_may_edit_while_they_enumerate()
    {
        foreach (MilOperation operation in _graph.Body.Operations)
        {
            _graph.Body.InsertBefore(operation, "relu", [("x", _graph.X)], [(_graph.Main.MakeUniqueName("n"), GraphFixture.Vector)]);
        }
        Assert.Equal(8, _graph.Body.Operations.Count);

        MilList<MilOperation> before = _graph.Body.Operations;
        foreach (MilOperation operation in before)
        {
            if (operation.Type == "relu" && operation.Output.Uses.Count == 0)
            {
                operation.Remove();
            }
        }
        Assert.Equal(8, before.Count);
        Assert.Equal(["const", "add", "relu", "cond"], _graph.Body.Operations.Select(operation => operation.Type));
        Assert.Equal([0, 1, 2, 3], _graph.Body.Operations.Select(operation => operation.Index));
        Assert.Empty(_graph.Program.Verify());
    }

    [Fact]
    public void A_function_without_a_block_for_its_opset_has_no_body()
    {
        _graph.Main.AddBlock("CoreML8");
        _graph.Main.Opset = "CoreML9";
        Assert.Equal(["CoreML9", "CoreML8"], _graph.Main.Blocks.Select(block => block.Opset!));
        Assert.Same(_graph.Body, _graph.Main.Body);

        MilFunction hollow = MilProgramReader.Read(
            new() { Functions = { ["f"] = new() { Opset = "CoreML5" } } }, NoWeights.Instance).Functions["f"];
        Assert.Equal("CML4004", Assert.Throws<CoreMLException>(() => hollow.Body).Code);
        Assert.Equal("CML4004", Assert.Single(hollow.Program.Verify()).Code);
    }
}
