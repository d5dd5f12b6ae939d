namespace CoreML.Quantization;

/// <summary>Runs of marked atoms.</summary>
internal static class AtomRuns
{
    /// <summary>Finds the next run.</summary>
    /// <param name="marks">Which atoms are marked.</param>
    /// <param name="from">Where to begin; afterwards, where the run does.</param>
    /// <param name="to">Where it ends.</param>
    /// <returns>Whether there is one.</returns>
    public static bool Next(ReadOnlySpan<bool> marks, ref int from, out int to)
    {
        int first = marks[from..].IndexOf(true);
        (from, to) = (first < 0 ? marks.Length : from + first, marks.Length);
        int length = marks[from..].IndexOf(false);
        to = length < 0 ? to : from + length;
        return first >= 0;
    }

    /// <summary>Marks the lightest atoms between runs until there are not more runs than so many.</summary>
    public static void Join(Span<bool> marks, int most, SumArrays sums)
    {
        var gaps = new List<(double Weight, int From, int To)>();
        int done = -1;
        for (int from = 0, to; Next(marks, ref from, out to); from = done = to)
        {
            if (done >= 0)
            {
                gaps.Add((sums.WeightBetween(done, from), done, from));
            }
        }
        gaps.Sort();
        foreach ((_, int from, int to) in gaps.Take(Math.Max(0, gaps.Count + 1 - most)))
        {
            marks[from..to].Fill(true);
        }
    }
}
