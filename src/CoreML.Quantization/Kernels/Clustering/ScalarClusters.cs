namespace CoreML.Quantization;

/// <summary>An optimal clustering of numbers. It lies in the scratch object that it was computed with and is
/// valid until that is used again.</summary>
internal readonly ref struct ScalarClusters
{
    /// <summary>The weighted means of the clusters, ascending; fewer than asked for if there are fewer distinct values.</summary>
    public ReadOnlySpan<double> Centroids { get; init; }

    /// <summary>For each cluster but the first, a number with all values of the cluster at or above it and all values of the
    /// cluster before below it: the smallest value, as a rule.</summary>
    public ReadOnlySpan<double> Starts { get; init; }
}
