using CoreML.Tests;
using CsCheck;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil.Tests;

/// <summary>Random edits of random programs: each either is done or refused, and the program is sound after both.</summary>
public class RandomEditTests
{
    [Fact]
    public void Edits_keep_the_program_sound() => Gen.Int.Check(100, Run);

    private static void Run(int seed)
    {
        var random = new Random(seed);
        var program = new GraphFixture().Program;
        int done = 0;
        for (int i = 0; i < 60; i++)
        {
            Spec.Program before = MilProgramWriter.Write(program);
            try
            {
                Edit(program.Functions[0], random);
                done++;
            }
            catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
            {
                Assert.Equal(before, MilProgramWriter.Write(program));
            }
            Assert.Empty(program.Verify());
        }
        Assert.True(done > 10);
        Spec.Program after = MilProgramWriter.Write(program);
        Assert.Equal(after, MilProgramWriter.Write(MilProgramReader.Read(after, NoWeights.Instance)));
    }

    private static void Edit(MilFunction function, Random random)
    {
        List<MilBlock> blocks = [];
        List<MilValue> values = [.. function.Inputs];
        Collect(function.Body);
        MilBlock block = Pick(blocks, random);
        MilValue value = Pick(values, random);
        MilValue other = Pick(values, random);
        string name = $"n{random.Next(40)}";
        TensorType type = GraphFixture.Vector;
        MilOperation? operation = block.Operations.Count > 0 ? Pick(block.Operations, random) : null;
        switch (random.Next(16))
        {
            case 0:
                block.Append("add", [("x", value), ("y", other), ("z", 1f)], [(name, type)]);
                break;
            case 1 when operation is not null:
                block.InsertBefore(operation, "add", [("x", [value, other])], [(name, type), (name + "_b", type)]);
                break;
            case 2 when operation is not null:
                block.InsertAfter(operation, "relu", [("x", value)], [(name, type)]);
                break;
            case 3 when operation is not null:
                block.InsertConstBefore(operation, name, 1);
                break;
            case 4 or 5:
                operation?.Remove();
                break;
            case 6:
                value.ReplaceUses(other);
                break;
            case 7 when value.Uses.Count > 0:
                Pick(value.Uses, random).Replace(other);
                break;
            case 8:
                operation?.SetInput("x", value, other, value);
                break;
            case 9:
                operation?.RemoveInput("x");
                break;
            case 10:
                block.SetOutputs(value, other, value);
                break;
            case 11:
                value.Rename(name);
                break;
            case 12:
                operation?.AddOutput(name, type);
                break;
            case 13:
                function.AddInput(name, type);
                break;
            case 14:
                function.RemoveInput(value);
                break;
            case 15 when blocks.Count < 8:
                operation?.AddBlock((name, type));
                break;
        }

        void Collect(MilBlock current)
        {
            blocks.Add(current);
            values.AddRange(current.Inputs);
            foreach (MilOperation item in current.Operations)
            {
                values.AddRange(item.Outputs);
                foreach (MilBlock nested in item.Blocks)
                {
                    Collect(nested);
                }
            }
        }
    }

    private static T Pick<T>(IReadOnlyList<T> items, Random random) => items[random.Next(items.Count)];
}
