using CoreML.Specification;
using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace CoreML.Builder.Tests;

/// <summary>Which cases of oneofs and which values of enums are met in messages, of all that the schema has.</summary>
internal sealed class SchemaCoverage
{
    // Before Whole, which is made with it.
    private static readonly string[] NotBuilt = ["MILSpec"];

    private readonly HashSet<string> _met = [];

    /// <summary>Everything in the schema that a model can have, but for ML programs and values that stand for something missing.</summary>
    public static IReadOnlySet<string> Whole { get; } = FindWhole();

    /// <summary>What was not met.</summary>
    public string[] Missing => [.. Whole.Except(_met).Order(StringComparer.Ordinal)];

    /// <summary>Takes a message with all that is in it.</summary>
    public void Add(IMessage message)
    {
        foreach (FieldDescriptor field in message.Descriptor.Fields.InDeclarationOrder())
        {
            if (field.ContainingOneof is { } oneof && oneof.Accessor.GetCaseFieldDescriptor(message) == field)
            {
                _met.Add(CaseName(field));
            }
            object? value = field.Accessor.GetValue(message);
            IEnumerable<object?> values = field switch
            {
                { IsMap: true } => ((System.Collections.IDictionary)value).Values.Cast<object?>(),
                { IsRepeated: true } => ((System.Collections.IEnumerable)value).Cast<object?>(),
                _ => [value],
            };
            foreach (object? item in values)
            {
                if (item is IMessage inner)
                {
                    Add(inner);
                }
                else if (field.FieldType == FieldType.Enum && item is not null)
                {
                    _met.Add(ValueName(field.EnumType, (int)item));
                }
            }
        }
    }

    private static string CaseName(FieldDescriptor field) => $"{field.ContainingType.FullName}.{field.Name}";

    private static string ValueName(EnumDescriptor type, int value) =>
        $"{type.FullName}: {type.FindValueByNumber(value)?.Name ?? $"{value}"}";

    private static HashSet<string> FindWhole()
    {
        var whole = new HashSet<string>();
        var messages = new List<MessageDescriptor> { Model.Descriptor };
        for (int i = 0; i < messages.Count; i++)
        {
            foreach (FieldDescriptor field in messages[i].Fields.InDeclarationOrder())
            {
                if (field.FieldType == FieldType.Message && NotBuilt.Any(name => field.MessageType.FullName.Contains(name, StringComparison.Ordinal)))
                {
                    continue;
                }
                if (field.ContainingOneof is not null)
                {
                    whole.Add(CaseName(field));
                }
                if (field.FieldType == FieldType.Enum)
                {
                    whole.UnionWith(field.EnumType.Values
                        .Where(value => !value.Name.Contains("INVALID", StringComparison.Ordinal))
                        .Select(value => ValueName(field.EnumType, value.Number)));
                }
                else if (field.FieldType == FieldType.Message && !messages.Contains(field.MessageType))
                {
                    messages.Add(field.MessageType);
                }
            }
        }
        return whole;
    }
}
