using CoreML.Specification.MILSpec;
using Google.Protobuf;
using ValueType = CoreML.Specification.MILSpec.ValueType;

namespace CoreML.Mil.Tests;

/// <summary>Makes messages of the specification.</summary>
internal static class Messages
{
    public static ValueType Tensor(DataType type, params long[] sizes)
    {
        var tensor = new Specification.MILSpec.TensorType { DataType = type, Rank = sizes.Length };
        foreach (long size in sizes)
        {
            tensor.Dimensions.Add(Known(size));
        }
        return new() { TensorType = tensor };
    }

    public static Specification.MILSpec.Dimension Known(long size) => new() { Constant = new() { Size = (ulong)size } };

    public static Value Immediate(ValueType type, TensorValue value) => new() { Type = type, ImmediateValue = new() { Tensor = value } };

    public static Value Text(string text) =>
        Immediate(Tensor(DataType.String), new() { Strings = new() { Values = { text } } });

    public static Value Blob(ValueType type, ulong offset, string file = WeightFixture.Reference) =>
        new() { Type = type, BlobFileValue = new() { FileName = file, Offset = offset } };

    public static Argument Argument(string name) => new() { Arguments = { new Argument.Types.Binding { Name = name } } };

    public static Argument Argument(Value value) => new() { Arguments = { new Argument.Types.Binding { Value = value } } };

    public static Operation Operation(string type, string output, ValueType outputType) => new()
    {
        Type = type,
        Outputs = { new NamedValueType { Name = output, Type = outputType } },
        Attributes = { ["name"] = Text(output) },
    };

    public static Operation Const(string name, Value value)
    {
        Operation operation = Operation("const", name, value.Type?.Clone() ?? new());
        operation.Attributes.Add("val", value);
        return operation;
    }

    public static Program Program(params Operation[] operations) => new()
    {
        Version = 1,
        Functions = { ["main"] = new() { Opset = "CoreML7", BlockSpecializations = { ["CoreML7"] = new() { Operations = { operations } } } } },
    };

    /// <summary>Adds a field that no schema knows.</summary>
    public static void AddUnknown(IMessage message, int value)
    {
        using var stream = new MemoryStream();
        using (var output = new CodedOutputStream(stream, leaveOpen: true))
        {
            output.WriteTag(12345, WireFormat.WireType.Varint);
            output.WriteInt32(value);
        }
        message.MergeFrom(stream.ToArray());
    }

    /// <summary>The message and every message in it. Entries of maps count by their values.</summary>
    public static IEnumerable<IMessage> WithAllNested(IMessage message)
    {
        yield return message;
        foreach (var field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.FieldType != Google.Protobuf.Reflection.FieldType.Message)
            {
                continue;
            }
            object? content = field.Accessor.GetValue(message);
            IEnumerable<IMessage> children = content switch
            {
                System.Collections.IDictionary map => map.Values.Cast<IMessage>(),
                System.Collections.IEnumerable list => list.Cast<IMessage>(),
                IMessage single => [single],
                _ => [],
            };
            foreach (IMessage nested in children.SelectMany(WithAllNested))
            {
                yield return nested;
            }
        }
    }
}
