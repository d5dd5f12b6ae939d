using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

public sealed partial class TypeInference
{
    /// <summary>Infers every type of a program anew, and compares it with the one the program gives.</summary>
    /// <param name="program">The program; it is not changed.</param>
    /// <returns>What is wrong (CML42xx); empty if nothing is.</returns>
    public static IReadOnlyList<Diagnostic> Check(MilProgram program)
    {
        ArgumentNullException.ThrowIfNull(program);
        var diagnostics = new List<Diagnostic>();
        foreach (MilFunction function in program.Functions)
        {
            foreach (MilBlock block in function.Blocks)
            {
                new TypeInference().Check(block, diagnostics);
            }
        }
        return diagnostics;
    }

    private void Check(MilBlock block, List<Diagnostic> diagnostics)
    {
        foreach (MilOperation operation in block.OperationSpan)
        {
            if (IsSoundConstant(operation))
            {
                continue;
            }
            foreach (MilBlock nested in operation.BlockSpan)
            {
                Check(nested, diagnostics);
            }
            try
            {
                Compare(operation, Infer(operation), diagnostics);
            }
            catch (CoreMLException exception)
            {
                diagnostics.AddRange(exception.Diagnostics);
            }
        }
    }

    // Most operations of a program are constants, and what there is to know of one is in it.
    private static bool IsSoundConstant(MilOperation operation) =>
        operation is { Type: "const", InputSpan.IsEmpty: true, BlockSpan.IsEmpty: true, OutputSpan.Length: 1 }
        && operation.FindAttribute("val") is { } value && TypeAgreement.Agree(value.Type, operation.OutputSpan[0].Type);

    // What contradicts the program is reported here, and only here: the operations after it go on with what it says.
    private void Compare(MilOperation operation, ImmutableArray<MilType> types, List<Diagnostic> diagnostics)
    {
        if (types.Length != operation.OutputSpan.Length)
        {
            diagnostics.Add(MilDiagnostics.WrongOutput.Create(
                $"{operation.Type} makes {types.Length} values.", path: operation.Path, expected: $"{types.Length} outputs",
                found: $"{operation.OutputSpan.Length} outputs"));
        }
        for (int i = 0; i < Math.Min(types.Length, operation.OutputSpan.Length); i++)
        {
            MilValue output = operation.OutputSpan[i];
            if (!TypeAgreement.Agree(types[i], output.Type))
            {
                _facts.Remove(output);
                diagnostics.Add(MilDiagnostics.WrongOutput.Create(
                    $"{operation.Type} makes another type than the program says.", path: output.Path, expected: types[i].ToString(),
                    found: output.Type.ToString()));
            }
        }
    }
}
