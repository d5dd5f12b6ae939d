using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>Takes operations out of a program that nothing uses any more.</summary>
internal static class ProgramEdit
{
    /// <summary>Removes an operation, and those that only it used among the operations for compressed constants.</summary>
    public static void RemoveUnused(MilOperation operation)
    {
        MilOperation[] parts =
        [
            .. operation.Inputs.SelectMany(input => input.Arguments).Select(argument => argument.Value?.Operation).OfType<MilOperation>().Distinct(),
        ];
        operation.Remove();
        foreach (MilOperation part in parts)
        {
            bool isPart = part.Type == "const" || ConstexprDecoder.IsConstexpr(part);
            if (isPart && part.Outputs.All(output => output.Uses.Count == 0))
            {
                RemoveUnused(part);
            }
        }
    }
}
