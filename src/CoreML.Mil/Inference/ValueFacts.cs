namespace CoreML.Mil;

/// <summary>What inference knows of a value or constant.</summary>
/// <param name="Type">Its type.</param>
/// <param name="IsConstant">Whether it does not depend on the inputs of the model.</param>
internal sealed record ValueFacts(MilType Type, bool IsConstant)
{
    /// <summary>The elements of a tensor of integers or truth values, so far as they are known.</summary>
    public SizeValue[]? Elements { get; init; }

    /// <summary>The constant it is.</summary>
    public MilConstant? Constant { get; init; }
}
