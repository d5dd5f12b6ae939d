namespace CoreML.Quantization;

/// <content>
/// Single precision: sorting a whole tensor would take too long. The windows for the boundaries are found on a histogram,
/// and only numbers inside of them are sorted.
/// </content>
internal static partial class ScalarKMeans
{
    /// <summary>Clusters the values of one group.</summary>
    /// <inheritdoc cref="Cluster(ReadOnlySpan{Half}, int, ClusteringScratch, ReadOnlySpan{float})"/>
    public static ScalarClusters Cluster(
        ReadOnlySpan<float> values, int clusters, ClusteringScratch scratch, ReadOnlySpan<float> weights = default)
    {
        SingleHistogram histogram = scratch.Singles(SingleHistogram.BitsFor(values.Length, clusters), weighted: !weights.IsEmpty);
        histogram.Clear();
        if (weights.IsEmpty)
        {
            histogram.Add(values);
        }
        else
        {
            histogram.Add(values, weights);
        }
        if (Narrow(histogram, clusters, scratch))
        {
            scratch.Selected.Add(values, weights);
        }
        return Solve(scratch);
    }

    /// <summary>Finds the bins in which boundaries between clusters may lie. If there are any, the caller passes all values
    /// again to <see cref="ClusteringScratch.Selected"/>. Then comes <see cref="Solve(ClusteringScratch)"/>, with nothing else
    /// done to the scratch object in between.</summary>
    /// <param name="histogram">All values.</param>
    /// <param name="clusters">At least 1.</param>
    /// <param name="scratch">Buffers.</param>
    /// <returns>Whether there are any.</returns>
    public static bool Narrow(SingleHistogram histogram, int clusters, ClusteringScratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        Span<int> bins = scratch.Bins(histogram.MostAtoms);
        SortedAtoms atoms = scratch.Atoms;
        histogram.Fill(atoms, bins);
        Span<bool> open = scratch.Marks(atoms.Count);
        // With fewer bins than clusters nothing is known yet, not even how many clusters there can be.
        scratch.IsNarrowed = atoms.Count >= clusters;
        scratch.Clusters = clusters;
        bool any = false;
        if (scratch.IsNarrowed)
        {
            scratch.Search.Narrow(atoms, clusters);
            any = scratch.Search.FindOpenAtoms(open);
        }
        else
        {
            for (int i = 0; i < open.Length; i++)
            {
                open[i] = !atoms.IsPoint(i);
                any |= open[i];
            }
        }
        scratch.Selected.Begin(histogram);
        for (int i = 0; i < open.Length; i++)
        {
            if (open[i])
            {
                scratch.Selected.Select(bins[i]);
            }
        }
        return any;
    }

    /// <summary>Clusters after <see cref="Narrow"/>.</summary>
    public static ScalarClusters Solve(ClusteringScratch scratch)
    {
        SortedAtoms bins = scratch.Atoms;
        if (bins.Count == 0)
        {
            return default;
        }
        if (scratch.Selected.Count > 0)
        {
            Refine(scratch);
        }
        if (!scratch.IsNarrowed)
        {
            return Cluster(scratch.Clusters, scratch);
        }
        if (scratch.Selected.Count > 0)
        {
            scratch.Search.Narrow(scratch.Atoms);
        }
        return Solve(scratch.Clusters, scratch);
    }

    // The selected bins become points.
    private static void Refine(ClusteringScratch scratch)
    {
        SortedAtoms atoms = scratch.Atoms;
        SortedAtoms finer = scratch.FinerAtoms;
        SelectedValues selected = scratch.Selected;
        ReadOnlySpan<bool> open = scratch.Marks(atoms.Count);
        ReadOnlySpan<int> bins = scratch.Bins(atoms.Count);
        double least = atoms.Sums.Weight[atoms.Count] * SortedAtoms.NegligibleWeight;
        selected.Sort();
        finer.Begin(atoms.Count + selected.Count);
        int at = 0;
        for (int i = 0; i < atoms.Count; i++)
        {
            if (open[i])
            {
                selected.TakeBin(bins[i], ref at, finer, least);
            }
            else
            {
                finer.AddMerged(atoms, i, i + 1);
                finer.End(atoms.Starts[i + 1]);
            }
        }
        scratch.SwapAtoms();
    }
}
