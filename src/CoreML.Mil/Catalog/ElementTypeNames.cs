using System.Collections.Immutable;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>The names of element types in MIL text, which abbreviates those of floating-point types: <c>fp16</c>.</summary>
internal static class ElementTypeNames
{
    private static readonly Dictionary<string, ElementType> ByName =
        Enum.GetValues<ElementType>().ToDictionary(type => type.MilName, StringComparer.Ordinal);

    extension(ElementType type)
    {
        public string MilName => type switch
        {
            ElementType.BFloat16 => "bf16",
            _ when type.IsFloat => string.Concat("fp", type.Name.AsSpan("float".Length)),
            _ => type.Name,
        };
    }

    public static bool TryParse(string name, out ElementType type) => ByName.TryGetValue(name, out type);

    /// <summary>The type of a name that is known to be one.</summary>
    public static ElementType Parse(string name) => ByName[name];

    /// <summary>The types of <c>fp16|fp32</c>; none if it is no such list.</summary>
    public static ImmutableArray<ElementType> ParseUnion(string text)
    {
        string[] names = text.Split('|');
        return Array.TrueForAll(names, ByName.ContainsKey) ? [.. names.Select(name => ByName[name])] : [];
    }

    /// <summary>The reverse of <see cref="ParseUnion"/>, for people.</summary>
    public static string Describe(ImmutableArray<ElementType> types) => string.Join(", ", types.Select(type => type.MilName));
}
