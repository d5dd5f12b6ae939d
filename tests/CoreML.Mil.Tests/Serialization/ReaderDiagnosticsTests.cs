using CoreML.Format;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

public class ReaderDiagnosticsTests
{
    private static readonly Spec.ValueType Scalar = Messages.Tensor(Spec.DataType.Int32);

    private static Spec.Operation Use(string output, string input, params Spec.Block[] blocks)
    {
        Spec.Operation operation = Messages.Operation("relu", output, Scalar.Clone());
        operation.Inputs.Add("x", Messages.Argument(input));
        operation.Blocks.Add(blocks);
        return operation;
    }

    private static Spec.Block Block(string[] outputs, params Spec.Operation[] operations) =>
        new() { Operations = { operations }, Outputs = { outputs } };

    private static Spec.Operation Const(string name) => Messages.Operation("const", name, Scalar.Clone());

    private static (string Code, string? Path)[] Diagnose(Spec.Program program)
    {
        Assert.False(MilProgramReader.TryRead(program, NoWeights.Instance, out MilProgram? graph, out IReadOnlyList<Diagnostic> found));
        Assert.Null(graph);
        Assert.Equal(found, Assert.Throws<CoreMLException>(() => MilProgramReader.Read(program, NoWeights.Instance)).Diagnostics);
        return [.. found.Select(diagnostic => (diagnostic.Code, diagnostic.Path))];
    }

    [Fact]
    public void An_undefined_value_is_found()
    {
        Spec.Program program = Messages.Program(Use("y", "nothing"));
        program.Functions["main"].BlockSpecializations["CoreML7"].Outputs.Add("nothing either");
        Assert.Equal([("CML4001", "main/block[0]/y.x"), ("CML4001", "main/block[0].outputs[0]")], Diagnose(program));
    }

    [Fact]
    public void A_use_before_the_definition_is_found() =>
        Assert.Equal([("CML4002", "main/block[0]/y.x")], Diagnose(Messages.Program(Use("y", "z"), Const("z"))));

    [Fact]
    public void An_operation_that_uses_its_own_output_is_found() =>
        Assert.Equal([("CML4002", "main/block[0]/y.x")], Diagnose(Messages.Program(Use("y", "y"))));

    [Fact]
    public void A_use_outside_the_block_is_found() =>
        Assert.Equal(
            [("CML4002", "main/block[0]/c/block[1].outputs[0]"), ("CML4002", "main/block[0]/z.x")],
            Diagnose(Messages.Program(Const("a"), Use("c", "a", Block([], Const("t")), Block(["t"])), Use("z", "t"))));

    [Fact]
    public void A_block_does_not_see_the_outputs_of_its_operation() =>
        Assert.Equal(
            [("CML4002", "main/block[0]/c/block[0].outputs[0]")],
            Diagnose(Messages.Program(Const("a"), Use("c", "a", Block(["c"])))));

    [Fact]
    public void A_name_that_is_there_twice_is_found() =>
        Assert.Equal([("CML4003", "main/block[0]/a")], Diagnose(Messages.Program(Const("a"), Const("a"))));

    [Fact]
    public void Every_undefined_name_is_reported_once() =>
        Assert.Equal(
            [("CML4001", "main/block[0]/y.x"), ("CML4001", "main/block[0]/w.x")],
            Diagnose(Messages.Program(Use("y", "nothing"), Use("z", "nothing"), Use("w", "nobody"))));

    [Fact]
    public void A_name_that_is_missing_because_another_is_there_twice_is_not_reported_again() =>
        Assert.Equal([("CML4003", "main/block[0]/a")], Diagnose(Messages.Program(Const("a"), Const("a"), Use("y", "b"))));

    [Fact]
    public void A_nested_block_does_not_hide_what_is_around_it()
    {
        Spec.Block block = Block([], Const("a"));
        block.Inputs.Add(new Spec.NamedValueType { Name = "a", Type = Scalar.Clone() });
        Assert.Equal(
            [("CML4003", "main/block[0]/c/block[0]/a"), ("CML4003", "main/block[0]/c/block[0]/a")],
            Diagnose(Messages.Program(Const("a"), Use("c", "a", block), Use("z", "a"))));
    }

    [Fact]
    public void Functions_and_their_blocks_do_not_see_each_other()
    {
        Spec.Program program = Messages.Program(Const("a"));
        program.Functions["main"].BlockSpecializations.Add("CoreML8", Block(["a"], Const("a")));
        program.Functions.Add("other", program.Functions["main"].Clone());
        MilProgram graph = MilProgramReader.Read(program, NoWeights.Instance);
        Assert.Same(graph.Functions["main"].Blocks[1].Operations[0].Output, graph.Functions["main"].Blocks[1].Outputs[0]);
        Assert.Empty(graph.Verify());

        program.Functions["main"].BlockSpecializations["CoreML8"].Operations.Clear();
        Assert.Equal([("CML4002", "main/block[1].outputs[0]")], Diagnose(program));
    }

    [Fact]
    public void Findings_stop_at_a_hundred() =>
        Assert.Equal(100, Diagnose(Messages.Program([.. Enumerable.Range(0, 300).Select(i => Use($"y{i}", $"nothing{i}"))])).Length);

    [Fact]
    public void Nesting_has_a_limit()
    {
        Spec.Block block = Block([]);
        Spec.ValueType type = Messages.Tensor(Spec.DataType.Int32);
        Spec.Value value = Messages.Text("x");
        for (int i = 0; i < 10_000; i++)
        {
            block = Block([], new Spec.Operation { Type = "cond", Blocks = { block } });
            type = new() { StateType = new() { WrappedType = type } };
            value = new() { Type = new() { ListType = new() }, ImmediateValue = new() { List = new() { Values = { value } } } };
        }
        Spec.Program blocks = Messages.Program();
        blocks.Functions["main"].BlockSpecializations["CoreML7"] = block;
        Assert.Equal("CML2003", Assert.Single(Diagnose(blocks)).Code);
        Assert.Equal("CML2003", Assert.Single(Diagnose(Messages.Program(Messages.Operation("a", "a", type)))).Code);
        Assert.Equal("CML2003", Assert.Single(Diagnose(new() { Attributes = { ["a"] = value } })).Code);
    }

    [Fact]
    public void Null_arguments_are_refused()
    {
        Assert.Throws<ArgumentNullException>(() => MilProgramReader.Read(null!, NoWeights.Instance));
        Assert.Throws<ArgumentNullException>(() => MilProgramReader.Read(new(), null!));
        Assert.Throws<ArgumentNullException>(() => MilProgramWriter.Write(null!));
    }
}
