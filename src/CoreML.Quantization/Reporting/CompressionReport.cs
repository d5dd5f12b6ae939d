using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>What a compression did, weight by weight and in total.</summary>
/// <param name="Weights">Every weight of the model, also those that stayed as they were.</param>
public sealed partial record CompressionReport(IReadOnlyList<WeightReport> Weights)
{
    /// <summary>Bytes that all weights took before.</summary>
    public long BytesBefore => Weights.Sum(weight => weight.BytesBefore);

    /// <summary>Bytes that all weights take now.</summary>
    public long BytesAfter => Weights.Sum(weight => weight.BytesAfter);

    /// <summary>Number of weights that were compressed.</summary>
    public int CompressedCount => Weights.Count(weight => weight.Scheme is not null);

    /// <summary>The whole run's duration.</summary>
    public TimeSpan Elapsed { get; init; }

    /// <summary>The report as a table: a line for each weight, what stayed as it was with the reason, and totals.</summary>
    /// <returns>The text, lines separated by <c>\n</c>.</returns>
    public override string ToString()
    {
        var text = new StringBuilder();
        int width = Math.Max(6, Weights.Select(weight => weight.Name.Length).DefaultIfEmpty().Max());
        text.Append("weight".PadRight(width)).Append("  shape             before        after     SNR dB  scheme\n");
        foreach (WeightReport weight in Weights)
        {
            string shape = "[" + string.Join(",", weight.Shape) + "]";
            text.Append(weight.Name.PadRight(width)).Append("  ").Append(shape.PadRight(16));
            text.Append(CultureInfo.InvariantCulture, $"{weight.BytesBefore,8} {weight.BytesAfter,12}");
            text.Append(weight.Scheme is null
                ? $"          -  unchanged: {weight.Reason}"
                : string.Create(CultureInfo.InvariantCulture, $"{weight.Snr,11:F2}  {weight.Scheme}{(weight.Reason is null ? "" : $" ({weight.Reason})")}"));
            text.Append('\n');
        }
        double ratio = BytesAfter == 0 ? 1 : (double)BytesBefore / BytesAfter;
        text.Append(
            CultureInfo.InvariantCulture,
            $"{CompressedCount} of {Weights.Count} weights compressed: {BytesBefore} to {BytesAfter} bytes ({ratio:F2} times smaller)");
        return text.ToString();
    }

    /// <summary>The report as JSON, with stable keys.</summary>
    /// <returns>The text.</returns>
    public string ToJson()
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("bytesBefore", BytesBefore);
            json.WriteNumber("bytesAfter", BytesAfter);
            json.WriteNumber("compressed", CompressedCount);
            json.WriteNumber("seconds", Elapsed.TotalSeconds);
            json.WriteStartArray("weights");
            foreach (WeightReport weight in Weights)
            {
                Write(json, weight);
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Writes the report to a file: as JSON if its name ends in <c>.json</c>, as a table otherwise.</summary>
    /// <param name="path">The file; replaced if it exists. Its folder is made if there is none.</param>
    /// <exception cref="CoreMLException">CML1304: the file cannot be written.</exception>
    /// <exception cref="ArgumentException"><paramref name="path"/> is empty.</exception>
    public void Save(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        string text = Path.GetExtension(path).ToUpperInvariant() switch
        {
            ".JSON" => ToJson(),
            ".HTML" => ToHtml(),
            _ => ToString(),
        };
        OutputFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(text + "\n")));
    }

    private static void Write(Utf8JsonWriter json, WeightReport weight)
    {
        json.WriteStartObject();
        json.WriteString("name", weight.Name);
        json.WriteString("path", weight.Path);
        json.WriteStartArray("shape");
        foreach (long dimension in weight.Shape)
        {
            json.WriteNumberValue(dimension);
        }
        json.WriteEndArray();
        json.WriteString("type", weight.ElementType.Name);
        json.WriteString("scheme", weight.Scheme);
        json.WriteString("reason", weight.Reason);
        json.WriteNumber("bytesBefore", weight.BytesBefore);
        json.WriteNumber("bytesAfter", weight.BytesAfter);
        json.WriteNumber("effectiveBits", weight.EffectiveBits);
        // JSON has no infinity: an exact weight has no ratio.
        if (double.IsFinite(weight.Snr))
        {
            json.WriteNumber("snr", weight.Snr);
        }
        else
        {
            json.WriteNull("snr");
        }
        json.WriteNumber("worstError", weight.WorstError);
        json.WriteNumber("seconds", weight.Elapsed.TotalSeconds);
        json.WriteEndObject();
    }
}
