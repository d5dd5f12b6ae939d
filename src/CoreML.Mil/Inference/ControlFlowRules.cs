using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>Operations with blocks.</summary>
internal static class ControlFlowRules
{
    public static readonly (string Name, InferenceRule Rule)[] All = [("cond", Cond), ("while_loop", WhileLoop)];

    private static void Cond(InferenceContext op)
    {
        op.Require("C1", op.Blocks is [{ Inputs.Length: 0 }, { Inputs.Length: 0 }], $"{op.Blocks.Length} blocks");
        MilType[] yes = Types(op.Blocks[0].Outputs);
        MilType[] no = Types(op.Blocks[1].Outputs);
        op.Require("C2", Agree(yes, no), $"{Describe(yes)} and {Describe(no)}");
        op.SetOutputs([.. yes.Zip(no, TypeAgreement.Join)]);
    }

    private static void WhileLoop(InferenceContext op)
    {
        MilType[] variables = Types(op.Arguments("loop_vars"));
        op.Require("C1", op.Blocks.Length == 2 && op.Blocks.All(block => Agree([.. block.Inputs], variables)), $"{op.Blocks.Length} blocks, variables {Describe(variables)}");
        MilType[] condition = Types(op.Blocks[0].Outputs);
        op.Require("C2", condition is [TensorType { ElementType: Format.ElementType.Bool, Shape.Count: 0 }], $"{Describe(condition)}");
        MilType[] body = Types(op.Blocks[1].Outputs);
        op.Require("C3", Agree(body, variables), $"{Describe(body)} for {Describe(variables)}");
        op.SetOutputs([.. body.Zip(variables, TypeAgreement.Join)]);
    }

    private static MilType[] Types(ImmutableArray<ValueFacts> values) => [.. values.Select(value => value.Type)];

    private static bool Agree(MilType[] left, MilType[] right) =>
        left.Length == right.Length && left.Zip(right).All(pair => TypeAgreement.Agree(pair.First, pair.Second));

    private static string Describe(MilType[] types) => types.Length == 0 ? "none" : string.Join(", ", types.AsEnumerable());
}
