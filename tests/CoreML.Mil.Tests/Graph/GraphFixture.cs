using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>A small program: <c>c = const; y = add(x, c); z = relu(y); r = cond(p) { t = add(y, z) } { f = relu(y) }</c>,
/// outputs z and r.</summary>
internal sealed class GraphFixture
{
    public static readonly TensorType Vector = new(ElementType.Float32, [4]);

    public GraphFixture()
    {
        Main = Program.AddFunction("main", "CoreML7");
        X = Main.AddInput("x", Vector);
        P = Main.AddInput("p", TensorType.Scalar(ElementType.Bool));
        Body = Main.Body;
        C = Body.AppendConst("c", TensorConstant.Vector<float>(1, 2, 3, 4));
        Add = Body.Append("add", [("x", X), ("y", C)], [("y", Vector)]);
        Relu = Body.Append("relu", [("x", Add.Output)], [("z", Vector)]);
        Cond = Body.Append("cond", [("pred", P)], [("r", Vector)]);
        True = Cond.AddBlock();
        True.SetOutputs(True.Append("add", [("x", Add.Output), ("y", Relu.Output)], [("t", Vector)]).Output);
        False = Cond.AddBlock();
        False.SetOutputs(False.Append("relu", [("x", Add.Output)], [("f", Vector)]).Output);
        Body.SetOutputs(Relu.Output, Cond.Output);
    }

    public MilProgram Program { get; } = new();

    public MilFunction Main { get; }

    public MilBlock Body { get; }

    public MilValue X { get; }

    public MilValue P { get; }

    public MilValue C { get; }

    public MilOperation Add { get; }

    public MilOperation Relu { get; }

    public MilOperation Cond { get; }

    public MilBlock True { get; }

    public MilBlock False { get; }

    /// <summary>Runs an edit that must be refused, and checks that the program is as it was.</summary>
    public T AssertRefused<T>(Action edit)
        where T : Exception
    {
        CoreML.Specification.MILSpec.Program before = MilProgramWriter.Write(Program);
        T exception = Assert.Throws<T>(edit);
        Assert.Equal(before, MilProgramWriter.Write(Program));
        Assert.Empty(Program.Verify());
        return exception;
    }
}
