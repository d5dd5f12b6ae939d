using System.Collections.Frozen;

namespace CoreML.Mil;

/// <summary>The rule of every operation that needs one: those whose definition says everything have none.</summary>
internal static class InferenceRules
{
    private static readonly FrozenDictionary<string, InferenceRule> Rules =
        new (string Name, InferenceRule Rule)[][]
        {
            BinaryRules.All, ConvRules.All, PoolRules.All, StructureRules.All,
        }
        .SelectMany(family => family).ToFrozenDictionary(entry => entry.Name, entry => entry.Rule, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Rules.Keys;

    public static InferenceRule? Find(string operation) => Rules.GetValueOrDefault(operation);
}
