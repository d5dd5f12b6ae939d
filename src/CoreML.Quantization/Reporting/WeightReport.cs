using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>What was done with one weight.</summary>
public sealed record WeightReport
{
    /// <summary>The weight's name.</summary>
    public required string Name { get; init; }

    /// <summary>Where the weight is in the model.</summary>
    public required string Path { get; init; }

    /// <summary>The weight's shape.</summary>
    public required IReadOnlyList<long> Shape { get; init; }

    /// <summary>The type of its elements before.</summary>
    public required ElementType ElementType { get; init; }

    /// <summary>The scheme that was applied; <see langword="null"/> if the weight stayed as it was.</summary>
    public string? Scheme { get; init; }

    /// <summary>Why the weight stayed as it was; or which part of its scheme could not be applied, to what of a weight that was compressed
    /// already, or how many elements half precision is too coarse for. <see langword="null"/> if nothing is to be said.</summary>
    public string? Reason { get; init; }

    /// <summary>Bytes the weight took before.</summary>
    public required long BytesBefore { get; init; }

    /// <summary>Bytes the weight takes now, scales included.</summary>
    public required long BytesAfter { get; init; }

    /// <summary>Signal-to-noise ratio of the decoded weight in decibels, <c>10 · log10(Σw² / Σ(w − d)²)</c>; infinite if it is
    /// exact.</summary>
    public double Snr { get; init; } = double.PositiveInfinity;

    /// <summary>The largest difference between an element and its decoded value.</summary>
    public double WorstError { get; init; }

    /// <summary>How long the work on the weight took; weights that several functions share are worked on once.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>Bits that an element takes, scales included.</summary>
    public double EffectiveBits
    {
        get
        {
            double count = 1;
            foreach (long dimension in Shape)
            {
                count *= dimension;
            }
            return count == 0 ? 0 : BytesAfter * 8 / count;
        }
    }
}
