namespace CoreML.Mil.Tests;

public class MisuseTests
{
    private static readonly TensorType Vector = GraphFixture.Vector;

    private readonly GraphFixture _graph = new();

    [Fact]
    public void An_operation_whose_output_is_used_is_not_removed()
    {
        InvalidOperationException exception = _graph.AssertRefused<InvalidOperationException>(_graph.Add.Remove);
        Assert.Contains("main/block[0]/z.x[0]", exception.Message, StringComparison.Ordinal);
        _graph.AssertRefused<InvalidOperationException>(_graph.Cond.Remove);
    }

    [Fact]
    public void A_used_input_is_not_removed()
    {
        _graph.AssertRefused<InvalidOperationException>(() => _graph.Main.RemoveInput(_graph.X));
        _graph.AssertRefused<ArgumentException>(() => _graph.Main.RemoveInput(_graph.C));
        _graph.AssertRefused<ArgumentException>(() => _graph.True.RemoveInput(_graph.C));
    }

    [Fact]
    public void A_name_that_is_visible_is_not_given_again()
    {
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [("x", _graph.X)], [("y", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.True.Append("relu", [("x", _graph.X)], [("y", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [("x", _graph.X)], [("t", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("split", [], [("a", Vector), ("a", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.AppendConst("x", 1));
        _graph.AssertRefused<ArgumentException>(() => _graph.Main.AddInput("t", Vector));
        _graph.AssertRefused<ArgumentException>(() => _graph.True.AddInput("z", Vector));
        _graph.AssertRefused<ArgumentException>(() => _graph.Cond.AddBlock(("i", Vector), ("i", Vector)));
        _graph.AssertRefused<ArgumentException>(() => _graph.Relu.AddOutput("x", Vector));
        _graph.AssertRefused<ArgumentException>(() => _graph.X.Rename("f"));
        _graph.AssertRefused<ArgumentException>(() => _graph.True.Operations[0].Output.Rename("x"));
        _graph.AssertRefused<ArgumentException>(() => _graph.Program.AddFunction("main", "CoreML7"));
        MilFunction second = _graph.Program.AddFunction("second", "CoreML7");
        _graph.AssertRefused<ArgumentException>(() => second.Rename("main"));
        _graph.AssertRefused<ArgumentException>(() => second.AddBlock("CoreML7"));
        second.AddBlock("CoreML8");
        _graph.AssertRefused<ArgumentException>(() => second.Opset = "CoreML8");
    }

    [Fact]
    public void Empty_names_and_arguments_are_refused()
    {
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("", [], []));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [("", _graph.X)], []));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [], [("", Vector)]));
        _graph.AssertRefused<ArgumentNullException>(() => _graph.Body.Append("relu", [], [("n", null!)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [("x", _graph.X), ("x", _graph.X)], []));
        _graph.AssertRefused<ArgumentException>(() => _graph.Relu.SetInput("x", default(MilArgument)));
        _graph.AssertRefused<ArgumentException>(() => _graph.Relu.SetInput("", _graph.X));
        _graph.AssertRefused<ArgumentException>(() => _graph.X.Rename(""));
        _graph.AssertRefused<ArgumentException>(() => _graph.Program.AddFunction("", "CoreML7"));
        Assert.Throws<ArgumentNullException>(() => new MilArgument((MilValue)null!));
        Assert.Throws<ArgumentNullException>(() => _graph.Body.SetOutputs(_graph.X, null!));
    }

    [Fact]
    public void A_value_is_not_used_before_its_definition()
    {
        _graph.AssertRefused<ArgumentException>(() => _graph.Add.SetInput("x", _graph.Relu.Output));
        _graph.AssertRefused<ArgumentException>(() => _graph.Add.SetInput("x", _graph.Add.Output));
        _graph.AssertRefused<ArgumentException>(
            () => _graph.Body.InsertBefore(_graph.Relu, "relu", [("x", _graph.Relu.Output)], [("n", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.C.ReplaceUses(_graph.Add.Output));
        _graph.AssertRefused<ArgumentException>(() => _graph.Add.Output.ReplaceUses(_graph.Relu.Output));
        _graph.AssertRefused<ArgumentException>(() => _graph.True.SetOutputs(_graph.Cond.Output));
    }

    [Fact]
    public void A_value_is_not_used_where_it_is_not_visible()
    {
        MilValue nested = _graph.True.Operations[0].Output;
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.SetOutputs(nested));
        _graph.AssertRefused<ArgumentException>(() => _graph.False.SetOutputs(nested));
        _graph.AssertRefused<ArgumentException>(() => _graph.Body.Append("relu", [("x", nested)], [("n", Vector)]));
        _graph.AssertRefused<ArgumentException>(() => _graph.Cond.Output.Uses[0].Replace(nested));
        MilFunction second = _graph.Program.AddFunction("second", "CoreML7");
        _graph.AssertRefused<ArgumentException>(() => second.Body.SetOutputs(_graph.X));
        _graph.AssertRefused<ArgumentException>(() => second.Body.Append("relu", [("x", _graph.Add.Output)], [("n", Vector)]));
    }

    [Fact]
    public void What_was_removed_is_not_edited_or_used()
    {
        MilOperation operation = _graph.Body.Append("relu", [("x", _graph.X)], [("n", Vector)]);
        MilBlock nested = operation.AddBlock();
        MilOperation inner = nested.Append("relu", [("x", _graph.X)], [("i", Vector)]);
        MilValue input = _graph.Main.AddInput("extra", Vector);
        MilValue output = operation.Output;
        operation.Remove();
        _graph.Main.RemoveInput(input);

        _graph.AssertRefused<InvalidOperationException>(operation.Remove);
        _graph.AssertRefused<InvalidOperationException>(inner.Remove);
        _graph.AssertRefused<InvalidOperationException>(() => operation.SetInput("x", _graph.X));
        _graph.AssertRefused<InvalidOperationException>(() => inner.SetInput("x", _graph.X));
        _graph.AssertRefused<InvalidOperationException>(() => operation.RemoveInput("x"));
        _graph.AssertRefused<InvalidOperationException>(() => operation.AddBlock());
        _graph.AssertRefused<InvalidOperationException>(() => nested.SetOutputs(_graph.X));
        _graph.AssertRefused<InvalidOperationException>(() => nested.Append("relu", [("x", _graph.X)], []));
        _graph.AssertRefused<InvalidOperationException>(() => _graph.Relu.SetInput("x", output));
        _graph.AssertRefused<InvalidOperationException>(() => _graph.Relu.SetInput("x", input));
        _graph.AssertRefused<InvalidOperationException>(() => output.Rename("m"));
        _graph.AssertRefused<InvalidOperationException>(() => input.Rename("m"));
        _graph.AssertRefused<InvalidOperationException>(() => _graph.Body.InsertAfter(operation, "relu", [], []));
        Assert.Equal("extra", input.Path);
    }

    [Fact]
    public void Places_are_given_in_the_right_block()
    {
        _graph.AssertRefused<ArgumentException>(() => _graph.True.InsertBefore(_graph.Relu, "relu", [], []));
        _graph.AssertRefused<InvalidOperationException>(() => _graph.Body.AddInput("n", Vector));
        MilUse gone = _graph.Cond.Output.Uses[0];
        _graph.Body.SetOutputs(_graph.Relu.Output);
        _graph.AssertRefused<InvalidOperationException>(() => gone.Replace(_graph.X));
        _graph.AssertRefused<ArgumentException>(() => _graph.Program.RemoveFunction(new MilProgram().AddFunction("f", "CoreML7")));
    }

    [Fact]
    public void Blocks_are_not_nested_without_end()
    {
        MilOperation operation = _graph.Relu;
        for (int i = 0; i < 100; i++)
        {
            operation = operation.AddBlock().Append("cond", [], []);
        }
        _graph.AssertRefused<InvalidOperationException>(() => operation.AddBlock());
        CoreML.Specification.MILSpec.Program written = MilProgramWriter.Write(_graph.Program);
        Assert.Equal(written, MilProgramWriter.Write(MilProgramReader.Read(written, NoWeights.Instance)));
    }
}
