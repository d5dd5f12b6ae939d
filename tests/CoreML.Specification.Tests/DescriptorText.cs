using System.Text;
using Google.Protobuf.Reflection;

namespace CoreML.Specification.Tests;

/// <summary>Writes compiled descriptors in the line format of <see cref="WireTable"/>.</summary>
internal static class DescriptorText
{
    /// <summary>The files of the schema: <c>Model.proto</c> and everything it imports, directly or not.</summary>
    public static IReadOnlyList<FileDescriptor> SchemaFiles { get; } = FilesFrom(ModelReflection.Descriptor);

    public static string Render(IEnumerable<FileDescriptor> files)
    {
        StringBuilder text = new();
        foreach (FileDescriptor file in files)
        {
            text.Append($"file {file.Name} syntax={file.ToProto().Syntax} package={file.Package}\n");
            foreach (FileDescriptor import in file.Dependencies)
            {
                text.Append($"import {import.Name}{(file.PublicDependencies.Contains(import) ? " (public)" : "")}\n");
            }

            WriteEnums(text, file.EnumTypes);
            WriteMessages(text, file.MessageTypes);
        }

        return text.ToString();
    }

    private static List<FileDescriptor> FilesFrom(FileDescriptor root)
    {
        List<FileDescriptor> files = [];
        HashSet<string> seen = [];
        Visit(root);
        return files;

        void Visit(FileDescriptor file)
        {
            if (seen.Add(file.Name))
            {
                foreach (FileDescriptor import in file.Dependencies)
                {
                    Visit(import);
                }

                files.Add(file);
            }
        }
    }

    private static void WriteMessages(StringBuilder text, IEnumerable<MessageDescriptor> messages)
    {
        // The entry message that protobuf makes for a map is not a declaration of the schema.
        foreach (MessageDescriptor message in messages.Where(m => !m.IsMapEntry))
        {
            text.Append($"message {message.FullName}\n");
            foreach (FieldDescriptor field in message.Fields.InFieldNumberOrder())
            {
                WriteField(text, field);
            }

            WriteEnums(text, message.EnumTypes);
            WriteMessages(text, message.NestedTypes);
        }
    }

    private static void WriteField(StringBuilder text, FieldDescriptor field)
    {
        FieldDescriptorProto proto = field.ToProto();
        string label = field.IsMap ? ""
            : field.IsRepeated ? "repeated "
            : field.IsRequired ? "required "
            : proto.Proto3Optional ? "optional "
            : "";
        text.Append($"  {field.FieldNumber} {label}{TypeName(field)} {field.Name}");
        if (field.RealContainingOneof is { } oneof)
        {
            text.Append($"  [oneof {oneof.Name}]");
        }

        if (proto.Options is { HasPacked: true } options)
        {
            text.Append($"  {{packed={options.Packed}}}");
        }

        text.Append('\n');
    }

    private static string TypeName(FieldDescriptor field) => field.FieldType switch
    {
        FieldType.Message when field.IsMap => $"map<{EntryTypeName(field, 1)}, {EntryTypeName(field, 2)}>",
        FieldType.Message => field.MessageType.FullName,
        FieldType.Enum => field.EnumType.FullName,
        FieldType scalar => scalar.ToString().ToLowerInvariant(),
    };

    // The key of a map is field 1 of its entry message, the value is field 2.
    private static string EntryTypeName(FieldDescriptor map, int number) =>
        TypeName(map.MessageType.FindFieldByNumber(number));

    private static void WriteEnums(StringBuilder text, IEnumerable<EnumDescriptor> enums)
    {
        foreach (EnumDescriptor type in enums)
        {
            text.Append($"enum {type.FullName}\n");
            foreach (EnumValueDescriptor value in type.Values)
            {
                text.Append($"  {value.Name} = {value.Number}\n");
            }
        }
    }
}
