using System.Numerics.Tensors;

namespace CoreML.Quantization;

/// <summary>
/// Exact k-means of numbers: the clustering with the least weighted sum of squared errors, to rounding in double precision.
/// </summary>
/// <remarks>The result depends on the values and weights alone: not on their order (but for the rounding of weights that are
/// summed), on threads, or on the width of vectors. Of several optima it is the one whose boundaries lie lowest, seen from the
/// last boundary. Values must be finite; callers find out first.</remarks>
internal static partial class ScalarKMeans
{
    /// <summary>Clusters the values of one group.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="clusters">At least 1.</param>
    /// <param name="scratch">Buffers; the result lies in them.</param>
    /// <param name="weights">A weight for each value, finite and not negative; or nothing.</param>
    public static ScalarClusters Cluster(
        ReadOnlySpan<Half> values, int clusters, ClusteringScratch scratch, ReadOnlySpan<float> weights = default)
    {
        HalfHistogram histogram = scratch.Halves;
        histogram.Clear();
        if (weights.IsEmpty)
        {
            histogram.Add(values);
        }
        else
        {
            histogram.Add(values, weights);
        }
        return Cluster(histogram, clusters, scratch);
    }

    /// <summary>Clusters the values that a histogram counted.</summary>
    /// <inheritdoc cref="Cluster(ReadOnlySpan{Half}, int, ClusteringScratch, ReadOnlySpan{float})"/>
    public static ScalarClusters Cluster(HalfHistogram histogram, int clusters, ClusteringScratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        histogram.Fill(scratch.Atoms);
        return Cluster(clusters, scratch);
    }

    /// <summary>Clusters distinct values.</summary>
    /// <param name="values">Finite values, strictly ascending.</param>
    /// <param name="weights">A weight for each, finite and not negative.</param>
    /// <param name="clusters">At least 1.</param>
    /// <param name="scratch">Buffers; the result lies in them.</param>
    public static ScalarClusters Cluster(
        ReadOnlySpan<double> values, ReadOnlySpan<double> weights, int clusters, ClusteringScratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, values.Length);
        double least = TensorPrimitives.Sum(weights) * SortedAtoms.NegligibleWeight;
        scratch.Atoms.Begin(values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            if (weights[i] > least)
            {
                scratch.Atoms.AddPoint(values[i], weights[i]);
            }
        }
        return Cluster(clusters, scratch);
    }

    private static ScalarClusters Cluster(int clusters, ClusteringScratch scratch)
    {
        SortedAtoms atoms = scratch.Atoms;
        clusters = Math.Min(clusters, atoms.Count);
        if (clusters == 0)
        {
            return default;
        }
        scratch.Search.Narrow(atoms, clusters);
        return Solve(clusters, scratch);
    }

    private static ScalarClusters Solve(int clusters, ClusteringScratch scratch)
    {
        SortedAtoms atoms = scratch.Atoms;
        scratch.Search.Solve();
        ReadOnlySpan<int> boundaries = scratch.Search.Boundaries;
        Span<double> centroids = scratch.Centroids(clusters);
        Span<double> starts = scratch.Starts(clusters - 1);
        for (int i = 0; i < clusters; i++)
        {
            (int from, int to) = (boundaries[i], boundaries[i + 1]);
            // Beside numbers of 10³² times the size, sums say nothing; but a mean lies among its values, and one value has no
            // error.
            double largest = atoms.Starts[atoms.IsPoint(to - 1) ? to - 1 : to];
            centroids[i] = Math.Clamp(atoms.Sums.Mean(from, to), atoms.Starts[from], largest);
            if (i > 0)
            {
                starts[i - 1] = atoms.Starts[from];
            }
        }
        return new ScalarClusters { Centroids = centroids, Starts = starts };
    }
}
