namespace CoreML.Mil;

/// <summary>Goes over the operations of a program.</summary>
internal static class GraphWalk
{
    /// <summary>Every operation of a function, nested ones after the one that they are nested in.</summary>
    public static IEnumerable<MilOperation> Operations(MilFunction function) => function.Blocks.SelectMany(Operations);

    /// <summary>Every operation of a block, nested ones after the one that they are nested in.</summary>
    public static IEnumerable<MilOperation> Operations(MilBlock block)
    {
        foreach (MilOperation operation in block.Operations)
        {
            yield return operation;
            foreach (MilBlock nested in operation.Blocks)
            {
                foreach (MilOperation inner in Operations(nested))
                {
                    yield return inner;
                }
            }
        }
    }

    /// <summary>The values that an operation takes, those that its nested blocks take from outside included.</summary>
    public static IEnumerable<MilValue> ValuesTaken(MilOperation operation)
    {
        foreach (MilInput input in operation.Inputs)
        {
            foreach (MilArgument argument in input.Arguments)
            {
                if (argument.Value is { } value)
                {
                    yield return value;
                }
            }
        }
        foreach (MilBlock nested in operation.Blocks)
        {
            foreach (MilValue value in Operations(nested).SelectMany(ValuesTaken).Concat(nested.Outputs))
            {
                yield return value;
            }
        }
    }
}
