namespace CoreML.Quantization;

/// <summary>Makes schemes of pruning.</summary>
public static class Prune
{
    /// <summary>Makes weights zero whose magnitude is at most a threshold.</summary>
    /// <param name="threshold">The threshold. Default: 1e-12, as in coremltools.</param>
    /// <param name="minimumSparsity">Share of zeros, from 0 to 1, below which a weight stays as it is. Default: 0.5.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The threshold is negative or not a number, or the share is not from 0 to
    /// 1.</exception>
    public static Pruning Threshold(float threshold = 1e-12f, double minimumSparsity = 0.5)
    {
        if (!(threshold >= 0))
        {
            throw new ArgumentOutOfRangeException(nameof(threshold), threshold, "A threshold is not negative.");
        }
        CheckShare(minimumSparsity, nameof(minimumSparsity));
        return new Pruning(PruningMode.Threshold) { MagnitudeThreshold = threshold, MinimumSparsity = minimumSparsity };
    }

    /// <summary>Makes a share of each weight's elements zero, those of the smallest magnitude. Elements of equal magnitude go together,
    /// so that it can be more.</summary>
    /// <param name="targetSparsity">The share, from 0 to 1.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is not from 0 to 1.</exception>
    public static Pruning Magnitude(double targetSparsity)
    {
        CheckShare(targetSparsity, nameof(targetSparsity));
        return new Pruning(PruningMode.Magnitude) { TargetSparsity = targetSparsity };
    }

    /// <summary>Makes the n smallest of every m neighbours zero. Applies to weights of convolutions and linear layers.</summary>
    /// <param name="n">Number of zeros.</param>
    /// <param name="m">Number of neighbours; the last run counts missing ones as zeros.</param>
    /// <param name="dim">The axis along which neighbours lie: 0 for output channels, 1 for input channels. Default: 1.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="n"/> is negative or above <paramref name="m"/>, or the axis is
    /// another.</exception>
    public static Pruning NOfM(int n, int m, int dim = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(m);
        ArgumentOutOfRangeException.ThrowIfNegative(n);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(n, m);
        CheckDim(dim);
        return new Pruning(PruningMode.NOfM) { N = n, M = m, Dim = dim };
    }

    internal static void CheckDim(int dim)
    {
        if (dim is not (0 or 1))
        {
            throw new ArgumentOutOfRangeException(nameof(dim), dim, "Structured pruning works along axis 0 or 1.");
        }
    }

    private static void CheckShare(double share, string name)
    {
        if (!(share is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(name, share, "A share is from 0 to 1.");
        }
    }
}
