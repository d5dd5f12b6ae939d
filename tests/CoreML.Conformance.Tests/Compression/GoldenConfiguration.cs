using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
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
        Joint = configuration.TryGetProperty("joint_compression", out _);
        Pruning? pruning = configuration.TryGetProperty("prune_weights", out JsonElement prune) ? Prune(prune)
            : configuration.TryGetProperty("prune", out JsonElement named) ? NamedPruning(named.GetString()!) : null;
        LinearQuantization? linear = configuration.TryGetProperty("linear_quantize_weights", out JsonElement options) ? Linear(options) : null;
        Palettization? palette = null;
        if (configuration.TryGetProperty("palettize_weights", out JsonElement palettize))
        {
            bool byType = palettize.TryGetProperty("op_type_configs", out JsonElement types);
            palette = Palette(byType ? types.GetProperty("linear") : palettize);
            Rules = byType ? [WeightRule.UsedBy("linear", palette), WeightRule.Named("*")] : [];
        }
        if (configuration.TryGetProperty("then linear_quantize_weights", out JsonElement table))
        {
            Steps = [palette!, Linear(table)];
            palette = palette!.WithQuantizedTable(Linear(table));
        }
        CompressionScheme second = (CompressionScheme?)linear ?? palette!;
        Scheme = pruning is null ? second : second is null ? pruning : pruning.Then(second);
        Steps = pruning is null || second is null ? Steps : [pruning, second];
        // k-means is exact here and was not always there, and two indices can stand for equal entries.
        HasOneResult = palette is null or { Mode: PalettizationMode.Unique };
    }

    /// <summary>The names of those where two methods work together.</summary>
    public static IEnumerable<string> JointNames => !Shared.IsPresent ? ["absent"] : Names.Where(name => name.StartsWith("j_", StringComparison.Ordinal));

    /// <summary>The names of all; none where the golden data is absent.</summary>
    public static IEnumerable<string> Names => !Shared.IsPresent ? ["absent"]
        : Shared.Files("?_*.json", "golden", "compressed").Select(path => Path.GetFileNameWithoutExtension(path)!);

    /// <summary>Opens the model that it was made from. One is not in the golden data; it is what the result decodes to.</summary>
    /// <param name="folder">A folder for files.</param>
    public CoreMLModel OpenSource(string folder)
    {
        string[] parts = _name.Split('_');
        string source = Shared.At("golden", "compressed", $"base_{parts[1]}_{parts[^1]}.mlpackage");
        if (Directory.Exists(source))
        {
            return CoreMLModel.Open(source);
        }
        using CoreMLModel golden = CoreMLModel.Open(Golden);
        using CoreMLModel dense = golden.Compress(new CompressionOptions { Default = Storage.Dense() });
        MilProgram program = dense.ReadProgram();
        foreach (MilValue weight in program.Functions["main"].Body.Operations.SelectMany(operation => operation.Outputs).ToArray())
        {
            if (weight.Name.EndsWith("_palettized", StringComparison.Ordinal))
            {
                weight.Rename(weight.Name[..^"_palettized".Length]);
            }
        }
        dense.WriteProgram(program);
        source = Path.Combine(folder, "source.mlpackage");
        dense.Save(source);
        return CoreMLModel.Open(source);
    }

    /// <summary>What coremltools made.</summary>
    public string Golden => Shared.At("golden", "compressed", _name + ".mlpackage");

    /// <summary>The scheme for all weights.</summary>
    public CompressionScheme? Scheme { get; }

    /// <summary>Exceptions from it.</summary>
    public IReadOnlyList<WeightRule> Rules { get; } = [];

    /// <summary>Whether two methods work together.</summary>
    public bool Joint { get; }

    /// <summary>The two methods, one after the other; empty where there is one.</summary>
    public IReadOnlyList<CompressionScheme> Steps { get; } = [];

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

    private static Palettization Palette(JsonElement options)
    {
        Palettization scheme = Text(options, "mode") switch
        {
            "unique" => Palettize.Unique(),
            "uniform" => Palettize.Bits(options.GetProperty("nbits").GetInt32()).Uniform(),
            _ => Palettize.Bits(options.GetProperty("nbits").GetInt32()),
        };
        if (Text(options, "granularity") == "per_grouped_channel")
        {
            scheme = scheme.PerGroupedChannel(Number(options, "group_size") ?? 32, Number(options, "channel_axis"));
        }
        scheme = Number(options, "cluster_dim") is { } vectors ? scheme.Vectors(vectors) : scheme;
        bool scaled = options.TryGetProperty("enable_per_channel_scale", out JsonElement scale) && scale.GetBoolean();
        return scaled ? scheme.WithPerChannelScale() : scheme;
    }

    private static Pruning Prune(JsonElement options)
    {
        if (options.TryGetProperty("threshold", out JsonElement threshold))
        {
            return Quantization.Prune.Threshold(threshold.GetSingle(), options.GetProperty("minimum_sparsity_percentile").GetDouble());
        }
        if (options.TryGetProperty("n_m_ratio", out JsonElement ratio))
        {
            return Quantization.Prune.NOfM(ratio[0].GetInt32(), ratio[1].GetInt32(), Number(options, "dim") ?? 1);
        }
        Pruning scheme = Quantization.Prune.Magnitude(options.GetProperty("target_sparsity").GetDouble());
        return Number(options, "block_size") is { } size ? scheme.Blocks(size, Number(options, "dim") ?? 0) : scheme;
    }

    private static Pruning NamedPruning(string name) =>
        name == "mag50" ? Quantization.Prune.Magnitude(0.5) : name == "nm2of4" ? Quantization.Prune.NOfM(2, 4) : throw new InvalidDataException(name);

    private static int? Number(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetInt32() : null;

    private static string? Text(JsonElement options, string name) =>
        options.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;
}
