using CoreML.Specification.MILSpec;
using Google.Protobuf.Collections;

namespace CoreML.Format;

internal static partial class ModelNames
{
    /// <summary>Goes over the names of the values of a function of an ML program.</summary>
    public static void Visit(Function function, NameMap map)
    {
        Visit(function.Inputs, map);
        foreach (Block block in function.BlockSpecializations.Values)
        {
            Visit(block, map);
        }
    }

    // Reading has bounded the nesting of blocks.
    private static void Visit(Block block, NameMap map)
    {
        Visit(block.Inputs, map);
        map.Each(block.Outputs);
        foreach (Operation operation in block.Operations)
        {
            foreach (Argument argument in operation.Inputs.Values)
            {
                foreach (Argument.Types.Binding binding in argument.Arguments)
                {
                    if (binding.BindingCase == Argument.Types.Binding.BindingOneofCase.Name)
                    {
                        binding.Name = map[binding.Name];
                    }
                }
            }
            Visit(operation.Outputs, map);
            foreach (Block nested in operation.Blocks)
            {
                Visit(nested, map);
            }
        }
    }

    private static void Visit(RepeatedField<NamedValueType> values, NameMap map)
    {
        foreach (NamedValueType value in values)
        {
            value.Name = map[value.Name];
        }
    }
}
