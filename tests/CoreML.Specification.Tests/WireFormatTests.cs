using Google.Protobuf.Reflection;

namespace CoreML.Specification.Tests;

/// <summary>The compiled schema is the wire format, no more and no less.</summary>
public sealed class WireFormatTests
{
    [Fact]
    public void Schema_has_33_files()
    {
        Assert.Equal(33, DescriptorText.SchemaFiles.Count);
    }

    [Fact]
    public void Compiled_descriptors_equal_the_table()
    {
        WireTable compiled = WireTable.Parse(DescriptorText.Render(DescriptorText.SchemaFiles));

        // Not Assert.Empty: it shortens what it lists, and every difference counts.
        IReadOnlyList<string> differences = WireTable.Format.DifferencesFrom(compiled);
        Assert.True(differences.Count == 0, string.Join('\n', differences));
    }

    [Fact]
    public void Changed_descriptor_is_noticed()
    {
        FileDescriptorProto proto = ScalerReflection.Descriptor.ToProto();
        DescriptorProto scaler = proto.MessageType.Single();
        scaler.Field[0].Number = 7;
        scaler.Field[1].Type = FieldDescriptorProto.Types.Type.Float;
        scaler.Field.Add(new FieldDescriptorProto
        {
            Name = "present",
            Number = 3,
            Label = FieldDescriptorProto.Types.Label.Optional,
            Type = FieldDescriptorProto.Types.Type.Int32,
            Proto3Optional = true,
            OneofIndex = 0,
        });
        scaler.OneofDecl.Add(new OneofDescriptorProto { Name = "_present" });

        WireTable original = WireTable.Parse(DescriptorText.Render([ScalerReflection.Descriptor]));
        WireTable changed = WireTable.Parse(DescriptorText.Render(
            FileDescriptor.BuildFromByteStrings([Google.Protobuf.MessageExtensions.ToByteString(proto)])));

        Assert.Equal(
            [
                "missing: message CoreML.Specification.Scaler field 1: expected 'repeated double shiftValue'",
                "different: message CoreML.Specification.Scaler field 2: expected 'repeated double scaleValue', "
                    + "found 'repeated float scaleValue'",
                "extra: message CoreML.Specification.Scaler field 3: found 'optional int32 present'",
                "extra: message CoreML.Specification.Scaler field 7: found 'repeated double shiftValue'",
            ],
            original.DifferencesFrom(changed));
    }
}
