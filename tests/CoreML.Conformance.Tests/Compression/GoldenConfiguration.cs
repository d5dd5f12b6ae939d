using System.Text.Json;
using CoreML.Format;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>One of the compressed golden models: what it was made from, and with which scheme.</summary>
internal sealed class GoldenConfiguration
{
    private readonly string _name;

    public GoldenConfiguration(string name)
    {
        _name = name;
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(Shared.At("golden", "compressed", name + ".json")));
        JsonElement configuration = document.RootElement.GetProperty("config");
        if (configuration.TryGetProperty("linear_quantize_weights", out JsonElement linear))
        {
            Scheme = Linear(linear);
        }
        HasOneResult = true;
    }

    /// <summary>The names of all; none where the golden data is absent.</summary>
    public static IEnumerable<string> Names => !Shared.IsPresent ? ["absent"]
        : Shared.Files("q_*.json", "golden", "compressed").Select(path => Path.GetFileNameWithoutExtension(path)!);

    /// <summary>The model that it was made from.</summary>
    public string Source
    {
        get
        {
            string[] parts = _name.Split('_');
            return Shared.At("golden", "compressed", $"base_{parts[1]}_{parts[^1]}.mlpackage");
        }
    }

    /// <summary>What coremltools made.</summary>
    public string Golden => Shared.At("golden", "compressed", _name + ".mlpackage");

    /// <summary>The scheme for all weights.</summary>
    public CompressionScheme? Scheme { get; }

    /// <summary>Exceptions from it.</summary>
    public IReadOnlyList<WeightRule> Rules { get; } = [];

    /// <summary>Whether the scheme tells every bit of the result.</summary>
    public bool HasOneResult { get; }

    private static LinearQuantization Linear(JsonElement options)
    {
        LinearQuantization scheme = Quantize.To(Text(options, "dtype") switch
        {
            "int8" => ElementType.Int8,
            "uint8" => ElementType.UInt8,
            "int4" => ElementType.Int4,
            _ => ElementType.UInt4,
        });
        scheme = Text(options, "mode") == "linear" ? scheme.Asymmetric() : scheme;
        return Text(options, "granularity") switch
        {
            "per_tensor" => scheme.PerTensor(),
            "per_block" => scheme.PerBlock(options.GetProperty("block_size").GetInt32()),
            _ => scheme,
        };
    }

    private static string? Text(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
