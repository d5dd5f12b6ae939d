using CoreML.Specification;

namespace CoreML.Validation.Tests;

/// <summary>A sound model and a way to break one rule with it.</summary>
/// <param name="Code">The rule's code.</param>
/// <param name="Path">Where the rule is broken.</param>
/// <param name="Sound">Makes the sound model.</param>
/// <param name="Break">Breaks it.</param>
public sealed record RuleCase(string Code, string Path, Func<Model> Sound, Action<Model> Break)
{
    /// <summary>All cases, by area.</summary>
    public static IReadOnlyList<RuleCase> All { get; } =
    [
        .. DescriptionCases.All,
        .. FeatureCases.All,
        .. InterfaceCases.All,
        .. LinearCases.All,
        .. SupportVectorCases.All,
        .. TreeCases.All,
        .. NearestNeighborsCases.All,
        .. RecommenderCases.All,
        .. LanguageCases.All,
        .. PrintCases.All,
        .. FeatureEngineeringCases.All,
        .. SuppressionCases.All,
        .. PipelineCases.All,
        .. NetworkCases.All,
        .. LayerCases.All,
        .. UpdateCases.All,
        .. ProgramCases.All,
    ];

    public override string ToString() => $"{Code} at {Path}";
}
