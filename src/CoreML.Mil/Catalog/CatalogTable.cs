using System.Collections.Concurrent;

namespace CoreML.Mil;

/// <summary>The definitions themselves; <c>tools/OpGen</c> writes the other parts of this class.</summary>
internal static partial class CatalogTable
{
    private static readonly ConcurrentDictionary<string, OperationDefinition?> Made = new(StringComparer.Ordinal);

    public static IReadOnlyList<string> AllNames => Names;

    public static IReadOnlyList<string> AllFamilies => Families;

    // Names that nobody defined are not kept: they may come from any file.
    public static OperationDefinition? Find(string name) =>
        Made.TryGetValue(name, out OperationDefinition? made) ? made : Make(name) is { } definition ? Made.GetOrAdd(name, definition) : null;
}
