namespace CoreML.Validation;

/// <summary>What is wrong with a parameter of a layer.</summary>
/// <param name="Field">The parameter's path below the layer's kind.</param>
/// <param name="Expected">What would have been right.</param>
/// <param name="Found">What is there; <see langword="null"/> if nothing is.</param>
internal readonly record struct ParameterProblem(string Field, string Expected, string? Found = null);
