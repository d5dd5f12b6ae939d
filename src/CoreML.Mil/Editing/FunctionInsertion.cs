using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Puts copies of functions into blocks.</summary>
public static class FunctionInsertion
{
    extension(MilBlock block)
    {
        /// <summary>Puts a copy of a function's operations into a block. Names that are taken get a number. A function of
        /// another opset is brought to that of the block, if its operations mean the same there.</summary>
        /// <param name="next">The operation of this block that will come next; <see langword="null"/> to add at the end.</param>
        /// <param name="function">The function, of this or another program. Its constants are shared.</param>
        /// <param name="arguments">A value for each of its inputs, visible there.</param>
        /// <returns>Its outputs.</returns>
        /// <exception cref="ArgumentException">There is not a value for each input, or one is not visible there.</exception>
        /// <exception cref="CoreMLException">CML6104: the function has another opset, in which one of its operations is
        /// another one.</exception>
        public MilValue[] InsertFunction(MilOperation? next, MilFunction function, params ReadOnlySpan<MilValue> arguments)
        {
            ArgumentNullException.ThrowIfNull(block);
            ArgumentNullException.ThrowIfNull(function);
            if (arguments.Length != function.Inputs.Count)
            {
                throw new ArgumentException($"The function {function.Name} has {function.Inputs.Count} inputs; {arguments.Length} values are given.", nameof(arguments));
            }
            if (function.Opset != block.Function.Opset)
            {
                function = OpsetChange.Copy(function, block.Function.Opset, function.Name);
            }
            var map = new Dictionary<MilValue, MilValue>();
            for (int i = 0; i < arguments.Length; i++)
            {
                block.CheckVisible(arguments[i], next?.Index ?? block.Operations.Count, nameof(arguments));
                map.Add(function.Inputs[i], arguments[i]);
            }
            CopyInto(function.Body, block, next, map);
            return [.. function.Body.Outputs.Select(output => map[output])];
        }
    }

    private static void CopyInto(MilBlock source, MilBlock target, MilOperation? next, Dictionary<MilValue, MilValue> map)
    {
        MilFunction function = target.Function;
        foreach (MilOperation operation in source.Operations)
        {
            var inputs = new List<MilBinding>();
            foreach (MilInput input in operation.Inputs)
            {
                inputs.Add(new MilBinding(input.Name, [.. input.Arguments.Select(
                    argument => argument.Value is { } value ? new MilArgument(map[value]) : argument)]));
            }
            var outputs = new List<NamedType>();
            foreach (MilValue output in operation.Outputs)
            {
                outputs.Add((function.MakeUniqueName(output.Name), output.Type));
            }
            MilOperation copy = next is null
                ? target.Append(operation.Type, CollectionsMarshal.AsSpan(inputs), CollectionsMarshal.AsSpan(outputs))
                : target.InsertBefore(next, operation.Type, CollectionsMarshal.AsSpan(inputs), CollectionsMarshal.AsSpan(outputs));
            foreach ((string name, MilConstant attribute) in operation.Attributes)
            {
                if (name != "name")
                {
                    copy.Attributes[name] = attribute;
                }
            }
            foreach (MilBlock nested in operation.Blocks)
            {
                CopyNested(nested, copy, map);
            }
            for (int i = 0; i < operation.Outputs.Count; i++)
            {
                map.Add(operation.Outputs[i], copy.Outputs[i]);
            }
        }
    }

    private static void CopyNested(MilBlock source, MilOperation owner, Dictionary<MilValue, MilValue> map)
    {
        MilBlock copy = owner.AddBlock();
        foreach (MilValue input in source.Inputs)
        {
            map.Add(input, copy.AddInput(copy.Function.MakeUniqueName(input.Name), input.Type));
        }
        CopyInto(source, copy, null, map);
        copy.SetOutputs([.. source.Outputs.Select(output => map[output])]);
    }
}
