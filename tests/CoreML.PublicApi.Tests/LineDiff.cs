namespace CoreML.PublicApi.Tests;

/// <summary>Two texts line by line, in the form of a unified diff.</summary>
internal static class LineDiff
{
    private const int Context = 2;

    /// <summary>What changed; empty if nothing did.</summary>
    public static string Between(string[] before, string[] after)
    {
        var lines = new List<(char Mark, string Text)>();
        int[,] common = CommonLengths(before, after);
        int i = 0;
        int j = 0;
        while (i < before.Length || j < after.Length)
        {
            if (i < before.Length && j < after.Length && before[i] == after[j])
            {
                lines.Add((' ', before[i]));
                i++;
                j++;
            }
            else if (j == after.Length || (i < before.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                lines.Add(('-', before[i++]));
            }
            else
            {
                lines.Add(('+', after[j++]));
            }
        }
        return Shorten(lines);
    }

    // The number of lines that the rests from (i, j) on have in common, in order.
    private static int[,] CommonLengths(string[] before, string[] after)
    {
        var lengths = new int[before.Length + 1, after.Length + 1];
        for (int i = before.Length - 1; i >= 0; i--)
        {
            for (int j = after.Length - 1; j >= 0; j--)
            {
                lengths[i, j] = before[i] == after[j]
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }
        return lengths;
    }

    private static string Shorten(List<(char Mark, string Text)> lines)
    {
        var shown = new List<string>();
        int last = -1;
        for (int i = 0; i < lines.Count; i++)
        {
            int from = Math.Max(0, i - Context);
            int to = Math.Min(lines.Count - 1, i + Context);
            if (lines.GetRange(from, to - from + 1).All(line => line.Mark == ' '))
            {
                continue;
            }
            if (last >= 0 && i > last + 1)
            {
                shown.Add("  …");
            }
            shown.Add($"{lines[i].Mark} {lines[i].Text}");
            last = i;
        }
        return string.Join('\n', shown);
    }
}
