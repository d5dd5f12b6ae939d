using System.CommandLine;
using System.Globalization;
using CoreML.Format;
using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary>The options of <c>compress</c> that say what becomes of the weights.</summary>
internal sealed class SchemeOptions
{
    private readonly Option<string?> _quantize = new("--quantize") { Description = "Linear quantization: int8, uint8, int4 or uint4." };
    private readonly Option<int?> _palettize = new("--palettize") { Description = "Tables of 2^N entries: 1, 2, 3, 4, 6 or 8." };
    private readonly Option<string?> _prune = new("--prune") { Description = "Share of zeros (0 to 1), or N:M zeros among neighbours." };
    private readonly Option<bool> _float16 = new("--float16") { Description = "Keep float32 weights in half precision." };
    private readonly Option<string?> _network = NetworkSchemeOption.Create();
    private readonly Option<bool> _symmetric = new("--symmetric") { Description = "Symmetric quantization (the default)." };
    private readonly Option<bool> _asymmetric = new("--asymmetric") { Description = "Quantization with zero points." };
    private readonly Option<string> _mode = new("--mode") { Description = "How tables are made.", DefaultValueFactory = _ => "kmeans" };
    private readonly Option<string?> _granularity = new("--granularity") { Description = "What shares a scale or a table." };
    private readonly Option<int?> _blockSize = new("--block-size") { Description = "Inputs that share a scale (per-block), or elements pruned together." };
    private readonly Option<int?> _groupSize = new("--group-size") { Description = "Channels that share a table (per-grouped-channel; 32)." };
    private readonly Option<int?> _axis = new("--axis") { Description = "The channel axis." };
    private readonly Option<int> _clusterDim = new("--cluster-dim") { Description = "Elements of a table entry.", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _perChannelScale = new("--per-channel-scale") { Description = "Scale weights before tables are made." };
    private readonly Option<string?> _lutType = new("--lut-type") { Description = "Keep tables in int8 or uint8." };
    private readonly Option<float?> _threshold = new("--threshold") { Description = "Prune magnitudes up to this; --prune is then the least share of zeros." };
    private readonly Option<bool> _joint = new("--joint") { Description = "Compress further what is compressed already, undoing nothing; prune and quantize or palettize together." };

    public SchemeOptions()
    {
        _quantize.AcceptOnlyFromAmong("int8", "uint8", "int4", "uint4");
        _mode.AcceptOnlyFromAmong("kmeans", "uniform", "unique");
        _granularity.AcceptOnlyFromAmong("per-tensor", "per-channel", "per-block", "per-grouped-channel");
        _lutType.AcceptOnlyFromAmong("int8", "uint8");
    }

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_quantize, _palettize, _prune, _float16, _network, _symmetric, _asymmetric, _mode, _granularity, _blockSize,
            _groupSize, _axis, _clusterDim, _perChannelScale, _lutType, _threshold, _joint])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether pruned weights are compressed further.</summary>
    public bool IsJoint(ParseResult result) => result.GetValue(_joint);

    /// <summary>The scheme that was asked for.</summary>
    /// <exception cref="UsageException">The options do not go together.</exception>
    public CompressionScheme Read(ParseResult result)
    {
        bool quantize = result.GetValue(_quantize) is not null;
        bool palettize = result.GetValue(_palettize) is not null;
        bool prune = result.GetValue(_prune) is not null || result.GetValue(_threshold) is not null;
        bool joint = result.GetValue(_joint);
        int chosen = (quantize ? 1 : 0) + (palettize ? 1 : 0) + (prune ? 1 : 0);
        int alone = (result.GetValue(_float16) ? 1 : 0) + (result.GetValue(_network) is not null ? 1 : 0);
        if (chosen + alone != 1 && !(joint && prune && chosen == 2 && alone == 0))
        {
            throw new UsageException("Choose exactly one of --quantize, --palettize, --prune, --float16 and --network; --prune goes with --quantize or --palettize and --joint.");
        }
        try
        {
            if (result.GetValue(_network) is { } network)
            {
                return NetworkSchemeOption.Read(network, result.GetValue(_granularity));
            }
            CompressionScheme? second = quantize ? Linear(result) : palettize ? Palette(result) : null;
            return !prune ? second ?? Storage.Float16() : second is null ? Pruning(result) : Pruning(result).Then(second);
        }
        catch (Exception exception) when (exception is ArgumentException or InvalidOperationException)
        {
            throw new UsageException(exception.Message.Split('\n')[0]);
        }
    }

    private LinearQuantization Linear(ParseResult result)
    {
        if (result.GetValue(_symmetric) && result.GetValue(_asymmetric))
        {
            throw new UsageException("--symmetric and --asymmetric exclude each other.");
        }
        LinearQuantization scheme = Quantize.To(Type(result.GetValue(_quantize)!));
        scheme = result.GetValue(_asymmetric) ? scheme.Asymmetric() : scheme;
        return result.GetValue(_granularity) switch
        {
            "per-tensor" => scheme.PerTensor(),
            "per-block" => scheme.PerBlock(result.GetValue(_blockSize) ?? 32),
            null or "per-channel" => scheme.PerChannel(result.GetValue(_axis)),
            _ => throw new UsageException("--quantize works per-tensor, per-channel or per-block."),
        };
    }

    private Palettization Palette(ParseResult result)
    {
        string mode = result.GetValue(_mode)!;
        Palettization scheme = mode == "unique" ? Palettize.Unique() : Palettize.Bits(result.GetValue(_palettize)!.Value);
        scheme = mode == "uniform" ? scheme.Uniform() : scheme;
        bool grouped = result.GetValue(_granularity) == "per-grouped-channel";
        if (result.GetValue(_granularity) is not (null or "per-tensor" or "per-grouped-channel"))
        {
            throw new UsageException("--palettize works per-tensor or per-grouped-channel.");
        }
        if (!grouped && result.GetValue(_groupSize) is not null)
        {
            throw new UsageException("--group-size goes with --granularity per-grouped-channel.");
        }
        scheme = grouped ? scheme.PerGroupedChannel(result.GetValue(_groupSize) ?? 32, result.GetValue(_axis)) : scheme;
        scheme = result.GetValue(_clusterDim) is var size and not 1 ? scheme.Vectors(size) : scheme;
        scheme = result.GetValue(_perChannelScale) ? scheme.WithPerChannelScale() : scheme;
        return result.GetValue(_lutType) is { } table ? scheme.WithQuantizedTable(Quantize.To(Type(table))) : scheme;
    }

    private Pruning Pruning(ParseResult result)
    {
        string? prune = result.GetValue(_prune);
        if (prune?.Split(':') is [var n, var m])
        {
            return Prune.NOfM(Integer(n), Integer(m), result.GetValue(_axis) ?? 1);
        }
        double? share = prune is null ? null
            : double.TryParse(prune, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) ? value
            : throw new UsageException($"--prune takes a share from 0 to 1 or N:M, not '{prune}'.");
        if (result.GetValue(_threshold) is { } threshold)
        {
            return Prune.Threshold(threshold, share ?? 0.5);
        }
        Pruning scheme = Prune.Magnitude(share!.Value);
        return result.GetValue(_blockSize) is { } size ? scheme.Blocks(size, result.GetValue(_axis) ?? 0) : scheme;
    }

    private static ElementType Type(string name) => name switch
    {
        "int8" => ElementType.Int8,
        "uint8" => ElementType.UInt8,
        "int4" => ElementType.Int4,
        _ => ElementType.UInt4,
    };

    private static int Integer(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value)
        ? value
        : throw new UsageException($"--prune takes a share from 0 to 1 or N:M, not '{text}'.");
}
