using CoreML.Format;

namespace CoreML.Mil.Tests;

/// <summary>For programs whose weight files nobody is to ask for.</summary>
internal sealed class NoWeights : IWeightFileResolver
{
    public static NoWeights Instance { get; } = new();

    public WeightFile GetWeightFile(string reference) => throw new InvalidOperationException($"{reference} was asked for.");
}
