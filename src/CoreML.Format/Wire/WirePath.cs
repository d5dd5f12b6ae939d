using System.Globalization;
using System.Text;

namespace CoreML.Format;

/// <summary>Puts into words where the scanner is: <c>neuralNetwork.layers[3].convolution</c>.</summary>
internal static class WirePath
{
    private const int ShownLevels = 12;

    /// <summary>The path of the innermost message; <see langword="null"/> at the top. Only the error path comes here, so the
    /// positions in repeated fields are counted now instead of during the scan.</summary>
    public static string? Describe(ReadOnlySpan<byte> bytes, ReadOnlySpan<WireFrame> frames)
    {
        var path = new StringBuilder();
        for (int i = 0; i < frames.Length - 1 && i < ShownLevels; i++)
        {
            WireFrame parent = frames[i];
            if (frames[i + 1].Group != 0)
            {
                break;
            }
            path.Append(i == 0 ? "" : ".").Append(WireSchema.Name(parent.Field));
            if (WireSchema.IsRepeated(parent.Field))
            {
                path.Append(CultureInfo.InvariantCulture, $"[{CountBefore(bytes, parent, frames[i + 1].Start)}]");
            }
        }
        if (frames.Length - 1 > ShownLevels && path.Length > 0)
        {
            path.Append('…');
        }
        return path.Length == 0 ? null : path.ToString();
    }

    // How often the parent's field occurs before the child that starts at the position. Everything up to there has
    // been scanned, so it is well formed.
    private static int CountBefore(ReadOnlySpan<byte> bytes, WireFrame parent, int childStart)
    {
        int count = 0;
        int position = parent.Start;
        while (position < childStart)
        {
            ulong tag = ScannedVarint.Read(bytes, ref position);
            ReadOnlySpan<byte> content = ScannedVarint.Pass(bytes, tag, ref position);
            // A group has no length to skip by; its fields are counted as if they were the parent's.
            if ((tag & 7) == 2 && position - content.Length < childStart)
            {
                count += WireSchema.Find(parent.Message, (int)(tag >> 3), parent.Field) == parent.Field ? 1 : 0;
            }
        }
        return count;
    }
}
