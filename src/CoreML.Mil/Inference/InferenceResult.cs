using System.Collections.Immutable;

namespace CoreML.Mil;

/// <summary>What an operation makes.</summary>
/// <param name="context">The operation, whose types are inferred.</param>
/// <param name="isConstant">Whether no output depends on the inputs of the model.</param>
internal readonly struct InferenceResult(InferenceContext context, bool isConstant)
{
    /// <summary>The type of each output.</summary>
    public ImmutableArray<MilType> Types => context.Outputs;

    /// <summary>The elements of the only output, so far as they are known.</summary>
    public SizeValue[]? Elements => context.OutputElements;

    /// <summary>Whether no output depends on the inputs of the model.</summary>
    public bool IsConstant => isConstant;

    /// <summary>The elements of an input of integers that was left out and has a default.</summary>
    public long[]? DefaultOf(string input) => context.KnownIntegers(input);
}
