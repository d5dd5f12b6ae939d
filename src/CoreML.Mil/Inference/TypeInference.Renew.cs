using System.Collections.Immutable;

namespace CoreML.Mil;

public sealed partial class TypeInference
{
    private const string Loop = "while_loop";

    /// <summary>Infers every type of a function anew from its inputs and constants, and gives it to the function.</summary>
    /// <param name="function">The function.</param>
    /// <exception cref="CoreML.Format.CoreMLException">An operation cannot work on what it gets (CML42xx); then some of the types
    /// are new and some are old.</exception>
    public static void Renew(MilFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        foreach (MilBlock block in function.Blocks)
        {
            new TypeInference().Renew(block);
        }
    }

    private void Renew(MilBlock block)
    {
        foreach (MilOperation operation in block.OperationSpan)
        {
            if (operation.Type == "const" || operation.Type.StartsWith("constexpr_", StringComparison.Ordinal))
            {
                continue;
            }
            foreach (MilBlock nested in operation.BlockSpan)
            {
                if (operation.Type == Loop)
                {
                    TakeLoopTypes(operation, nested);
                }
                Renew(nested);
            }
            ImmutableArray<MilType> types = Infer(operation);
            for (int i = 0; i < Math.Min(types.Length, operation.OutputSpan.Length); i++)
            {
                operation.OutputSpan[i].Type = types[i];
            }
        }
    }

    // Both blocks of a loop take what the loop takes.
    private static void TakeLoopTypes(MilOperation loop, MilBlock nested)
    {
        MilArgument[] variables = [.. loop.Inputs.SelectMany(input => input.Arguments)];
        for (int i = 0; i < Math.Min(variables.Length, nested.InputSpan.Length); i++)
        {
            nested.InputSpan[i].Type = variables[i].Type ?? nested.InputSpan[i].Type;
        }
    }
}
