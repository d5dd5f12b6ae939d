using System.Globalization;

namespace Digits.Training;

/// <summary>How many samples a network recognized.</summary>
public readonly record struct Evaluation(int Correct, int Total)
{
    /// <summary>Classifies every sample.</summary>
    public static Evaluation Of(DigitsNetwork network, IReadOnlyList<Sample> samples)
    {
        NetworkState state = new();
        return new(samples.Count(sample => network.Classify(sample.Pixels, state) == sample.Label), samples.Count);
    }

    /// <summary>Such as <c>99.72 % (358 of 359)</c>.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * Correct / Total:F2} % ({Correct} of {Total})");
}
