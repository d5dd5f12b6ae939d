using CoreML.Format;
using CoreML.Tests;
using CsCheck;
using Google.Protobuf;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

public class RoundTripTests
{
    private static Spec.Program Round(Spec.Program program) =>
        MilProgramWriter.Write(MilProgramReader.Read(program, NoWeights.Instance));

    [Fact]
    public void Generated_programs_come_back_equal_in_messages_and_bytes() =>
        Gen.Int.Check(200, seed =>
        {
            Spec.Program program = new ProgramGenerator(seed).Program();
            Spec.Program before = program.Clone();
            Spec.Program written = Round(program);
            Assert.Equal(program, written);
            Assert.True(program.ToByteString().Equals(written.ToByteString()));
            Assert.Equal(before, program);
        });

    [Fact]
    public void Generated_programs_hold_together() =>
        Gen.Int.Check(200, seed =>
        {
            MilProgram program = MilProgramReader.Read(new ProgramGenerator(seed).Program(), NoWeights.Instance);
            // The opset without a block is one of the oddities; links and names must be right.
            Assert.All(program.Verify(), diagnostic => Assert.Equal("CML4004", diagnostic.Code));
            Assert.All(program.Functions, function => function.FindValue("fill the table of names"));
            Assert.All(program.Verify(), diagnostic => Assert.Equal("CML4004", diagnostic.Code));
        });

    [Fact]
    public void Copies_are_equal_and_apart() =>
        Gen.Int.Check(80, seed =>
        {
            Spec.Program message = new ProgramGenerator(seed).Program();
            MilProgram program = MilProgramReader.Read(message, NoWeights.Instance);
            MilProgram copy = program.Clone();
            Assert.Equal(message, MilProgramWriter.Write(copy));
            Assert.All(copy.Verify(), diagnostic => Assert.Equal("CML4004", diagnostic.Code));

            foreach (MilFunction function in copy.Functions)
            {
                function.AddInput("another", TensorType.Scalar(ElementType.Bool));
                function.Attributes["another"] = 1;
            }
            Assert.Equal(message, MilProgramWriter.Write(program));
        });

    [Fact]
    public void A_function_is_copied_into_another_program()
    {
        var source = new GraphFixture();
        var program = new MilProgram();
        MilFunction copy = program.AddFunction("copy", source.Main);
        Assert.Equal(
            MilProgramWriter.Write(source.Program).Functions["main"], MilProgramWriter.Write(program).Functions["copy"]);
        Assert.NotSame(source.X, copy.Inputs["x"]);
        Assert.Same(program, copy.Program);
        Assert.Throws<ArgumentException>(() => program.AddFunction("copy", source.Main));
        Assert.Empty(program.Verify());
        Assert.Empty(source.Program.Verify());
    }

    [Fact]
    public void An_unknown_field_in_any_message_comes_back()
    {
        var found = new HashSet<string>();
        for (int seed = 0; seed < 20; seed++)
        {
            Spec.Program program = new ProgramGenerator(seed).Program();
            foreach (IMessage message in Messages.WithAllNested(program))
            {
                Messages.AddUnknown(message, 7);
                found.Add(message.Descriptor.FullName);
            }
            Assert.Equal(program, Round(program));
        }
        Assert.Equal(31, found.Count);
    }

    [Fact]
    public void The_message_can_change_without_the_graph_changing()
    {
        Spec.Program program = Messages.Program(
            Messages.Const("a", Messages.Immediate(Messages.Tensor(Spec.DataType.Float32, 1), new() { Floats = new() { Values = { 1f } } })),
            Messages.Const("b", Messages.Immediate(Messages.Tensor(Spec.DataType.Float32, 1), new() { Floats = new() { Values = { 1f } } })));
        Messages.AddUnknown(program.Functions["main"].BlockSpecializations["CoreML7"].Operations[1].Attributes["val"], 7);
        program.Functions["main"].BlockSpecializations["CoreML7"].Operations[0].Outputs[0].Type.TensorType.Rank = 9;
        Spec.Program before = program.Clone();
        MilProgram graph = MilProgramReader.Read(program, NoWeights.Instance);
        foreach (IMessage message in Messages.WithAllNested(program).ToArray())
        {
            if (message is Spec.TensorValue.Types.RepeatedFloats floats)
            {
                floats.Values[0] = 2f;
            }
            if (message is Spec.TensorType type)
            {
                type.Rank = 5;
            }
        }
        Assert.Equal(before, MilProgramWriter.Write(graph));
    }

    [Fact]
    public void Order_of_maps_comes_back()
    {
        string[] names = ["z", "a", "m", "b"];
        Spec.Operation operation = Messages.Operation("conv", "y", Messages.Tensor(Spec.DataType.Int32));
        foreach (string name in names)
        {
            operation.Inputs.Add(name, Messages.Argument(Messages.Text(name)));
        }
        MilProgram graph = MilProgramReader.Read(Messages.Program(operation), NoWeights.Instance);
        Assert.Equal(names, graph.Functions["main"].Body.Operations[0].Inputs.Select(input => input.Name));
        Assert.Equal(names, MilProgramWriter.Write(graph).Functions["main"].BlockSpecializations["CoreML7"].Operations[0].Inputs.Keys);
    }

    [Fact]
    public void Dimensions_and_types_mean_what_they_say()
    {
        Spec.ValueType type = Messages.Tensor(Spec.DataType.Float16, 1, 2);
        type.TensorType.Dimensions[1] = new() { Unknown = new() };
        Spec.ValueType variadic = Messages.Tensor(Spec.DataType.Float16, 1);
        variadic.TensorType.Dimensions[0] = new() { Unknown = new() { Variadic = true } };
        MilProgram graph = MilProgramReader.Read(
            Messages.Program(
                Messages.Operation("a", "a", type), Messages.Operation("b", "b", type.Clone()), Messages.Operation("c", "c", variadic),
                Messages.Operation("d", "d", new() { StateType = new() { WrappedType = Messages.Tensor(Spec.DataType.Uint3, 4) } }),
                Messages.Operation("e", "e", Messages.Tensor((Spec.DataType)99, 4))),
            NoWeights.Instance);
        MilFunction main = graph.Functions["main"];
        Assert.Equal("tensor<fp16, [1, ?]>", main.FindValue("a")!.Type.ToString());
        Assert.NotEqual(main.FindValue("a")!.Type, main.FindValue("b")!.Type);
        Assert.Equal(new TensorType(ElementType.Float16, TensorShape.Unranked), main.FindValue("c")!.Type);
        Assert.Equal(new StateType(new TensorType(ElementType.UInt3, [4])), main.FindValue("d")!.Type);
        Assert.IsType<OpaqueType>(main.FindValue("e")!.Type);
    }
}
