namespace CoreML.Quantization;

/// <summary>
/// Which cluster a number belongs to: the number of starts that it reaches. A start is the least number of a cluster; the
/// first cluster has none.
/// </summary>
internal static class ClusterStarts
{
    /// <summary>The starts that send each number to the nearest entry of a table; of two equally near to the lower one, as
    /// the first smallest distance would.</summary>
    /// <param name="table">Ascending. Equal entries are allowed.</param>
    /// <param name="starts">Takes one start less than there are entries.</param>
    public static void Nearest(ReadOnlySpan<float> table, Span<float> starts)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            double middle = ((double)table[i] + table[i + 1]) / 2;
            float start = (float)middle;
            starts[i] = start > middle ? start : MathF.BitIncrement(start);
        }
    }

    /// <summary>The starts that send each number to its cluster.</summary>
    /// <param name="clusters">Clusters of single- or half-precision numbers.</param>
    /// <param name="starts">Takes one start less than there are clusters.</param>
    public static void Of(ScalarClusters clusters, Span<float> starts)
    {
        for (int i = 0; i < starts.Length; i++)
        {
            starts[i] = (float)clusters.Starts[i];
        }
    }

    /// <summary>The definition, for one number; the kernels are tested against it.</summary>
    public static int IndexOf(float value, ReadOnlySpan<float> starts)
    {
        int index = 0;
        foreach (float start in starts)
        {
            index += value >= start ? 1 : 0;
        }
        return index;
    }

    /// <summary>Fills a table over the 16 upper bits of numbers (sign and magnitude) with the clusters of the least number
    /// that has these bits.</summary>
    /// <param name="firsts">For each start the first entry that reaches it, counted from the lowest negative one.</param>
    /// <param name="table">65,536 entries.</param>
    internal static void FillTable(ReadOnlySpan<int> firsts, Span<byte> table)
    {
        const int Half = 1 << 15;
        int from = 0;
        for (int i = 0; i <= firsts.Length; i++)
        {
            int to = i < firsts.Length ? firsts[i] : 2 * Half;
            if (Math.Min(to, Half) is var end && from < end)
            {
                // Negative numbers fall while their bits rise.
                table[(2 * Half - end)..(2 * Half - from)].Fill((byte)i);
            }
            if (Math.Max(from, Half) is var begin && begin < to)
            {
                table[(begin - Half)..(to - Half)].Fill((byte)i);
            }
            from = to;
        }
    }
}
