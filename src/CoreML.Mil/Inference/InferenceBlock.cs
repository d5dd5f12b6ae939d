using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>A nested block as inference sees it.</summary>
/// <param name="Inputs">The types of its inputs.</param>
/// <param name="Outputs">What it returns.</param>
internal sealed record InferenceBlock(ImmutableArray<MilType> Inputs, ImmutableArray<ValueFacts> Outputs);
