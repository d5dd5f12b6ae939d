using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>What an operation makes.</summary>
/// <param name="Types">The type of each output.</param>
/// <param name="Elements">The elements of the only output, so far as they are known.</param>
/// <param name="IsConstant">Whether no output depends on the inputs of the model.</param>
/// <param name="DefaultOf">The elements of an input of integers that was left out and has a default.</param>
internal sealed record InferenceResult(ImmutableArray<MilType> Types, SizeValue[]? Elements, bool IsConstant, Func<string, long[]?> DefaultOf);
