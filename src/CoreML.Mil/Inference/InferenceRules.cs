using System.Collections.Frozen;

namespace CoreML.Mil;

/// <summary>The rule of every operation that needs one: those whose definition says everything have none.</summary>
internal static class InferenceRules
{
    private static readonly FrozenDictionary<string, InferenceRule> Rules =
        new (string Name, InferenceRule Rule)[][]
        {
            ActivationRules.All, AttentionRules.All, BinaryRules.All, BlockRules.All, ConstexprRules.All, ControlFlowRules.All, ConvRules.All,
            GatherRules.All, ImageRules.All, JoinRules.All, LinearRules.All, ListRules.All, NormalizationRules.All, OrderRules.All,
            PoolRules.All, QuantizationRules.All, RandomRules.All, RecurrentRules.All, ReductionRules.All, ReshapeRules.All,
            SliceRules.All, StructureRules.All, TensorRules.All, UnaryRules.All,
        }
        .SelectMany(family => family).ToFrozenDictionary(entry => entry.Name, entry => entry.Rule, StringComparer.Ordinal);

    public static IEnumerable<string> Names => Rules.Keys;

    public static InferenceRule? Find(string operation) => Rules.GetValueOrDefault(operation);
}
