using Google.Protobuf.Collections;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Mil;

/// <summary>Writes a graph as the specification's message. What was read and not edited becomes an equal message.</summary>
public static class MilProgramWriter
{
    /// <summary>Writes a program.</summary>
    /// <param name="program">The program; it is not changed.</param>
    /// <param name="placement">Where each constant is written. By default each stays where it is: those in weight files
    /// refer to the same blobs, the others are written in place.</param>
    /// <returns>A new message that shares nothing that can change with the program.</returns>
    /// <exception cref="CoreML.Format.CoreMLException">A constant that is to be written in place cannot be read.</exception>
    public static Spec.Program Write(MilProgram program, ConstantPlacement? placement = null)
    {
        ArgumentNullException.ThrowIfNull(program);
        var constants = new ConstantWriter(placement);
        var message = new Spec.Program { Version = program.Version, DocString = program.DocString };
        UnknownFields.Of(message) = UnknownFields.GiveBack(program.Unknown);
        foreach (MilFunction function in program.Functions)
        {
            message.Functions.Add(function.Name, Write(function, constants));
        }
        if (program.AttributeCount > 0)
        {
            Write(program.Attributes, message.Attributes, constants);
        }
        return message;
    }

    private static Spec.Function Write(MilFunction function, ConstantWriter constants)
    {
        var message = new Spec.Function { Opset = function.Opset };
        UnknownFields.Of(message) = UnknownFields.GiveBack(function.Unknown);
        Write(function.InputSpan, message.Inputs);
        foreach (MilBlock block in function.BlockSpan)
        {
            message.BlockSpecializations.Add(block.Opset, Write(block, constants));
        }
        if (function.AttributeCount > 0)
        {
            Write(function.Attributes, message.Attributes, constants);
        }
        return message;
    }

    private static Spec.Block Write(MilBlock block, ConstantWriter constants)
    {
        var message = new Spec.Block();
        UnknownFields.Of(message) = UnknownFields.GiveBack(block.Unknown);
        Write(block.InputSpan, message.Inputs);
        message.Outputs.Capacity = block.OutputSpan.Length;
        foreach (MilValue output in block.OutputSpan)
        {
            message.Outputs.Add(output.Name);
        }
        message.Operations.Capacity = block.OperationCount;
        foreach (MilOperation operation in block.OperationSpan)
        {
            message.Operations.Add(Write(operation, constants));
        }
        if (block.AttributeCount > 0)
        {
            Write(block.Attributes, message.Attributes, constants);
        }
        return message;
    }

    private static Spec.Operation Write(MilOperation operation, ConstantWriter constants)
    {
        var message = new Spec.Operation { Type = operation.Type };
        UnknownFields.Of(message) = UnknownFields.GiveBack(operation.Unknown);
        foreach (MilInput input in operation.InputSpan)
        {
            message.Inputs.Add(input.Name, Write(input, constants));
        }
        Write(operation.OutputSpan, message.Outputs);
        foreach (MilBlock block in operation.BlockSpan)
        {
            message.Blocks.Add(Write(block, constants));
        }
        if (operation.AttributeCount > 0)
        {
            Write(operation.Attributes, message.Attributes, constants);
        }
        return message;
    }

    private static Spec.Argument Write(MilInput input, ConstantWriter constants)
    {
        var message = new Spec.Argument();
        UnknownFields.Of(message) = UnknownFields.GiveBack(input.Unknown);
        message.Arguments.Capacity = input.Span.Length;
        foreach (ref readonly MilArgument argument in input.Span)
        {
            var binding = new Spec.Argument.Types.Binding();
            UnknownFields.Of(binding) = UnknownFields.GiveBack(argument.Unknown);
            if (argument.Value is { } value)
            {
                binding.Name = value.Name;
            }
            else if (argument.Immediate is { } constant)
            {
                binding.Value = constants.Write(constant);
            }
            message.Arguments.Add(binding);
        }
        return message;
    }

    private static void Write(ReadOnlySpan<MilValue> values, RepeatedField<Spec.NamedValueType> messages)
    {
        if (values.Length == 0)
        {
            return;
        }
        messages.Capacity = values.Length;
        foreach (MilValue value in values)
        {
            var message = new Spec.NamedValueType { Name = value.Name, Type = TypeWriter.Write(value.Type) };
            UnknownFields.Of(message) = UnknownFields.GiveBack(value.Unknown);
            messages.Add(message);
        }
    }

    private static void Write(MilAttributes attributes, MapField<string, Spec.Value> messages, ConstantWriter constants)
    {
        foreach (KeyValuePair<string, MilConstant> attribute in attributes)
        {
            messages.Add(attribute.Key, constants.Write(attribute.Value));
        }
    }
}
