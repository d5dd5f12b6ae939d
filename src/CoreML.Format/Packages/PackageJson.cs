using System.Text.Json;

namespace CoreML.Format;

/// <summary>Reads the JSON files of packages, which may come from anywhere.</summary>
internal static class PackageJson
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Reads a file that holds one object.</summary>
    /// <param name="utf8">The content.</param>
    /// <param name="file">What messages call the file.</param>
    /// <param name="invalid">What is said about anything else.</param>
    /// <exception cref="CoreMLException"><paramref name="invalid"/>.</exception>
    public static JsonElement Parse(ReadOnlySpan<byte> utf8, string file, DiagnosticDescriptor invalid)
    {
        // Some editors put a byte order mark in front; the JSON reader refuses it.
        if (utf8.StartsWith("\uFEFF"u8))
        {
            utf8 = utf8[3..];
        }
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8.ToArray(), Options);
            DecodeTexts(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw invalid.Error(file: file, expected: "a JSON object", found: document.RootElement.ValueKind.ToString());
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            throw invalid.Error(file: file, expected: "a JSON object", found: exception.Message, inner: exception);
        }
    }

    // Texts are decoded when they are asked for, which is too late to refuse bytes that are none.
    private static void DecodeTexts(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (JsonProperty property in element.EnumerateObject())
                {
                    _ = property.Name;
                    DecodeTexts(property.Value);
                }
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in element.EnumerateArray())
                {
                    DecodeTexts(item);
                }
                break;
            case JsonValueKind.String:
                _ = element.GetString();
                break;
        }
    }
}
