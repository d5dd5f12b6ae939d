using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>Operations with nested blocks, which no line of a table can say.</summary>
public class ControlFlowTests
{
    /// <summary>The operations that are tested here instead of in <see cref="InferenceCaseTests"/>.</summary>
    public static readonly string[] Operations = ["cond", "while_loop"];

    private static readonly TensorType Truth = TensorType.Scalar(ElementType.Bool);

    // For each condition an operation that violates it.
    private static readonly Dictionary<(string Operation, string Label), Func<MilOperation>> Violations = new()
    {
        [("cond", "C1")] = () => Cond(["fp32[2]"], ["fp32[2]"], blockInput: true),
        [("cond", "C2")] = () => Cond(["fp32[2]", "fp32[3]"], ["fp32[2]", "fp32[4]"]),
        [("while_loop", "C1")] = () => While(["fp32[2]"], ["fp32[3]"], ["bool[]"], ["fp32[2]"]),
        [("while_loop", "C2")] = () => While(["fp32[2]"], ["fp32[2]"], ["bool[1]"], ["fp32[2]"]),
        [("while_loop", "C3")] = () => While(["fp32[2]"], ["fp32[2]"], ["bool[]"], ["fp32[2]", "fp32[2]"]),
    };

    public static TheoryData<string, string> Labels
    {
        get
        {
            var labels = new TheoryData<string, string>();
            foreach (OperationDefinition operation in Operations.Select(name => OperationCatalog.Find(name)!))
            {
                foreach (OperationConstraint constraint in operation.Versions[^1].Constraints)
                {
                    labels.Add(operation.Name, constraint.Label);
                }
            }
            return labels;
        }
    }

    [Theory]
    [MemberData(nameof(Labels))]
    public void Every_condition_is_checked(string operation, string label)
    {
        var exception = Assert.Throws<CoreMLException>(() => new TypeInference().Infer(Violations[(operation, label)]()));
        Assert.Equal("CML4208", exception.Code);
        Assert.Contains($"({label})", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Branches_give_what_both_agree_in()
    {
        ImmutableArray<MilType> types = new TypeInference().Infer(Cond(["fp32[2,3]", "list<fp32[2],3>"], ["fp32[2,n]", "list<fp32[2],3>"]));
        Assert.Equal(["tensor<fp32, [2, ?]>", "list<tensor<fp32, [2]>, 3>"], types.Select(type => type.ToString()));
    }

    [Fact]
    public void Branches_of_the_fixture_give_the_types_it_has()
    {
        var fixture = new GraphFixture();
        Assert.Empty(TypeInference.Check(fixture.Program));
        Assert.Equal(fixture.Cond.Output.Type, new TypeInference().Infer(fixture.Cond).Single());
    }

    [Fact]
    public void Loops_give_their_variables()
    {
        ImmutableArray<MilType> types = new TypeInference().Infer(
            While(["fp32[2,3]", "int32[]"], ["fp32[2,?]", "int32[]"], ["bool[]"], ["fp32[2,?]", "int32[]"]));
        Assert.Equal(["tensor<fp32, [2, ?]>", "tensor<int32, []>"], types.Select(type => type.ToString()));
    }

    private static MilOperation Cond(string[] yes, string[] no, bool blockInput = false)
    {
        var arguments = new CaseArguments();
        MilFunction function = new MilProgram().AddFunction("main", "CoreML5");
        MilOperation cond = function.Body.Append("cond", [("pred", function.AddInput("p", Truth))], []);
        foreach (string[] types in new[] { yes, no })
        {
            MilBlock block = blockInput ? cond.AddBlock((function.MakeUniqueName("i"), Truth)) : cond.AddBlock();
            block.SetOutputs([.. types.Select(type => function.AddInput(function.MakeUniqueName("v"), arguments.TypeOf(type)))]);
        }
        return cond;
    }

    private static MilOperation While(string[] variables, string[] blockInputs, string[] condition, string[] body)
    {
        var arguments = new CaseArguments();
        MilFunction function = new MilProgram().AddFunction("main", "CoreML5");
        MilValue[] values = [.. variables.Select(New)];
        MilOperation loop = function.Body.Append(
            "while_loop", [new MilBinding("loop_vars", [.. values.Select(value => new MilArgument(value))])], []);
        foreach (string[] outputs in new[] { condition, body })
        {
            MilBlock block = loop.AddBlock([.. blockInputs.Select((type, i) => new NamedType(function.MakeUniqueName($"i{i}"), arguments.TypeOf(type)))]);
            block.SetOutputs([.. outputs.Select(New)]);
        }
        return loop;

        MilValue New(string type) => function.AddInput(function.MakeUniqueName("v"), arguments.TypeOf(type));
    }
}
