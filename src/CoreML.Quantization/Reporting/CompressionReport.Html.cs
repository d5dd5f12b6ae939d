using System.Globalization;
using System.Net;
using System.Text;

namespace CoreML.Quantization;

/// <content>The report as a page.</content>
public sealed partial record CompressionReport
{
    /// <summary>The report as an HTML page of its own, without anything from elsewhere.</summary>
    /// <returns>The text, lines separated by <c>\n</c>.</returns>
    public string ToHtml()
    {
        var text = new StringBuilder();
        text.Append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>Compression report</title>\n<style>\n");
        text.Append("body { font-family: sans-serif; } table { border-collapse: collapse; } td, th { padding: 2px 10px; text-align: left; }\n");
        text.Append("td.n { text-align: right; font-variant-numeric: tabular-nums; } tr:nth-child(even) { background: #f3f3f3; }\n");
        text.Append("</style>\n</head>\n<body>\n<h1>Compression report</h1>\n");
        text.Append(CultureInfo.InvariantCulture, $"<p>{CompressedCount} of {Weights.Count} weights compressed: {BytesBefore} to {BytesAfter} bytes in {Elapsed.TotalSeconds:F3} s.</p>\n");
        text.Append("<table>\n<tr><th>weight</th><th>shape</th><th>type</th><th>before</th><th>after</th><th>bits</th><th>SNR dB</th><th>worst error</th><th>ms</th><th>scheme</th></tr>\n");
        foreach (WeightReport weight in Weights)
        {
            bool done = weight.Scheme is not null;
            text.Append(CultureInfo.InvariantCulture, $"<tr><td>{Text(weight.Path)}</td><td>[{string.Join(", ", weight.Shape)}]</td><td>{Format.ElementTypeFacts.get_Name(weight.ElementType)}</td>");
            text.Append(Number($"{weight.BytesBefore}")).Append(Number($"{weight.BytesAfter}")).Append(Number($"{weight.EffectiveBits:F2}"));
            text.Append(done ? double.IsFinite(weight.Snr) ? Number($"{weight.Snr:F2}") : Number($"exact") : Number($""));
            text.Append(done ? Number($"{weight.WorstError:G4}") + Number($"{weight.Elapsed.TotalMilliseconds:F1}") : "<td></td><td></td>");
            string reason = weight.Reason is null ? "" : done ? $" ({weight.Reason})" : $"unchanged: {weight.Reason}";
            text.Append("<td>").Append(Text(weight.Scheme + reason)).Append("</td></tr>\n");
        }
        return text.Append("</table>\n</body>\n</html>").ToString();
    }

    private static string Number(FormattableString value) => $"<td class=\"n\">{value.ToString(CultureInfo.InvariantCulture)}</td>";

    private static string Text(string value) => WebUtility.HtmlEncode(value);
}
