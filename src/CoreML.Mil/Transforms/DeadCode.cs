namespace CoreML.Mil;

/// <summary>Takes out operations whose results nobody uses.</summary>
internal static class DeadCode
{
    // Writes to a state are seen by the next prediction.
    private const string WriteState = "write_state";

    /// <summary>Removes an operation that nobody uses, and then those that only it has used.</summary>
    public static void Remove(MilOperation operation)
    {
        MilValue[] parameters = [.. GraphWalk.ValuesTaken(operation).Distinct()];
        operation.Remove();
        foreach (MilValue parameter in parameters)
        {
            if (parameter.Operation is { } definition && definition.IsAttached && IsUnused(definition))
            {
                Remove(definition);
            }
        }
    }

    /// <summary>Removes everything in a function that does not lead to its outputs or states.</summary>
    public static void RemoveAll(MilFunction function)
    {
        foreach (MilBlock block in function.Blocks)
        {
            MilList<MilOperation> operations = block.Operations;
            for (int i = operations.Count - 1; i >= 0; i--)
            {
                // Those that it uses come before it, so their turn is still to come.
                if (IsUnused(operations[i]))
                {
                    operations[i].Remove();
                }
            }
        }
    }

    private static bool IsUnused(MilOperation operation)
    {
        foreach (MilValue output in operation.Outputs)
        {
            if (output.Uses.Count > 0)
            {
                return false;
            }
        }
        return operation.Type != WriteState && !operation.Blocks.SelectMany(GraphWalk.Operations).Any(inner => inner.Type == WriteState);
    }
}
