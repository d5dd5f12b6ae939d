namespace CoreML.Mil;

/// <summary>Goes over the tensors of a program, those inside lists, tuples and dictionaries too, in the order in which they are written.</summary>
internal static class ConstantWalk
{
    /// <summary>Calls an action for each tensor wherever it occurs.</summary>
    public static void ForEach(MilProgram program, Action<TensorConstant> action)
    {
        foreach (MilFunction function in program.Functions)
        {
            foreach (MilBlock block in function.BlockSpan)
            {
                Visit(block, action);
            }
            Visit(function.AttributeCount, function, static function => function.Attributes, action);
        }
        Visit(program.AttributeCount, program, static program => program.Attributes, action);
    }

    private static void Visit(MilBlock block, Action<TensorConstant> action)
    {
        foreach (MilOperation operation in block.OperationSpan)
        {
            foreach (MilInput input in operation.InputSpan)
            {
                foreach (ref readonly MilArgument argument in input.Span)
                {
                    Visit(argument.Immediate, action);
                }
            }
            foreach (MilBlock nested in operation.BlockSpan)
            {
                Visit(nested, action);
            }
            Visit(operation.AttributeCount, operation, static operation => operation.Attributes, action);
        }
        Visit(block.AttributeCount, block, static block => block.Attributes, action);
    }

    // Asking for attributes where there are none would make room for them.
    private static void Visit<T>(int count, T owner, Func<T, MilAttributes> attributes, Action<TensorConstant> action)
    {
        if (count > 0)
        {
            foreach ((_, MilConstant constant) in attributes(owner))
            {
                Visit(constant, action);
            }
        }
    }

    private static void Visit(MilConstant? constant, Action<TensorConstant> action)
    {
        switch (constant)
        {
            case TensorConstant tensor:
                action(tensor);
                break;
            case ListConstant list:
                foreach (MilConstant item in list.Items)
                {
                    Visit(item, action);
                }
                break;
            case TupleConstant tuple:
                foreach (MilConstant item in tuple.Items)
                {
                    Visit(item, action);
                }
                break;
            case DictionaryConstant dictionary:
                foreach ((MilConstant key, MilConstant value) in dictionary.Entries)
                {
                    Visit(key, action);
                    Visit(value, action);
                }
                break;
        }
    }
}
