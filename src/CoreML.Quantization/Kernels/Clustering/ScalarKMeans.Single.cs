namespace CoreML.Quantization;

/// <content>
/// Single precision: sorting a whole tensor would take too long. The windows for the boundaries are found on a histogram,
/// and only numbers inside of them are sorted.
/// </content>
internal static partial class ScalarKMeans
{
    // Bits by which atoms become finer from one round to the next.
    private const int FinerBits = 5;

    // Bins whose numbers may be spread so much, compared with all clusters, are looked at again: what is not known of them would
    // hide the errors of others.
    private const double VagueShare = 1.0 / (1 << 20);

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

    /// <summary>Finds the ranges in which boundaries between clusters may lie. If there are any, the caller passes all values
    /// again to <see cref="ClusteringScratch.Selected"/>. Then comes <see cref="Solve(ClusteringScratch)"/>, with nothing else
    /// done to the scratch object in between.</summary>
    /// <param name="histogram">All values.</param>
    /// <param name="clusters">At least 1.</param>
    /// <param name="scratch">Buffers.</param>
    /// <returns>Whether there are any.</returns>
    public static bool Narrow(SingleHistogram histogram, int clusters, ClusteringScratch scratch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        SortedAtoms atoms = scratch.Atoms;
        histogram.Fill(atoms);
        scratch.Clusters = clusters;
        scratch.AtomShift = 32 - histogram.Bits;
        // With fewer atoms than clusters nothing is known yet, not even how many clusters there can be.
        scratch.IsNarrowed = atoms.Count >= clusters;
        Span<bool> open = scratch.Marks(atoms.Count);
        bool any = scratch.IsNarrowed ? FindOpen(scratch, open) : !atoms.ArePoints;
        if (!scratch.IsNarrowed)
        {
            open.Fill(true);
        }
        Span<float> ends = stackalloc float[2 * SelectedValues.MostRanges];
        int count = 0;
        if (any)
        {
            AtomRuns.Join(open, SelectedValues.MostRanges, atoms.Sums);
            for (int from = 0, to; AtomRuns.Next(open, ref from, out to); from = to)
            {
                ends[count++] = (float)atoms.Starts[from];
                ends[count++] = EndOf(atoms, to);
            }
        }
        scratch.Selected.Begin(histogram.IsWeighted, ends[..count]);
        return any;
    }

    /// <summary>Clusters after <see cref="Narrow"/>.</summary>
    public static ScalarClusters Solve(ClusteringScratch scratch)
    {
        if (!scratch.Selected.HasRanges)
        {
            return scratch.IsNarrowed ? Solve(scratch.Clusters, scratch) : Cluster(scratch.Clusters, scratch);
        }
        scratch.Selected.Sort();
        if (!scratch.IsNarrowed)
        {
            Refine(scratch, 0);
            return Cluster(scratch.Clusters, scratch);
        }
        for (bool open = true; open && scratch.AtomShift > 0;)
        {
            Refine(scratch, Math.Max(0, scratch.AtomShift - FinerBits));
            scratch.Search.Narrow(scratch.Atoms);
            open = scratch.Search.FindOpenAtoms(scratch.Marks(scratch.Atoms.Count));
        }
        return Solve(scratch.Clusters, scratch);
    }

    private static bool FindOpen(ClusteringScratch scratch, Span<bool> open)
    {
        SortedAtoms atoms = scratch.Atoms;
        scratch.Search.Narrow(atoms, scratch.Clusters);
        bool any = scratch.Search.FindOpenAtoms(open);
        double most = scratch.Search.KnownCost * VagueShare;
        for (int i = 0; i < open.Length; i++)
        {
            if (!open[i] && !atoms.IsPoint(i) && atoms.Sums.Cost(i, i + 1) > most)
            {
                any = open[i] = true;
            }
        }
        return any;
    }

    // What is in windows is split, what lies between them merged.
    private static void Refine(ClusteringScratch scratch, int shift)
    {
        SortedAtoms atoms = scratch.Atoms;
        SortedAtoms finer = scratch.FinerAtoms;
        ReadOnlySpan<bool> open = scratch.Marks(atoms.Count);
        double least = atoms.Sums.Weight[atoms.Count] * SortedAtoms.NegligibleWeight;
        finer.Begin(atoms.Count + scratch.Selected.MostAtoms(shift));
        int at = 0;
        int done = 0;
        for (int from = 0, to; AtomRuns.Next(open, ref from, out to); from = to)
        {
            Merge(atoms, done, from, finer);
            scratch.Selected.Fill(atoms.Starts[from], EndOf(atoms, to), shift, ref at, finer, least);
            done = to;
        }
        Merge(atoms, done, atoms.Count, finer);
        scratch.AtomShift = shift;
        scratch.SwapAtoms();
    }

    private static void Merge(SortedAtoms atoms, int from, int to, SortedAtoms finer)
    {
        if (from < to)
        {
            finer.AddMerged(atoms, from, to);
            finer.End(atoms.Starts[to]);
        }
    }

    private static float EndOf(SortedAtoms atoms, int to) => to == atoms.Count ? float.PositiveInfinity : (float)atoms.Starts[to];
}
