using System.CommandLine;
using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary>What <c>compress</c> and <c>decompress</c> have in common: how the work is done, and what is told about it.</summary>
internal sealed class RunOptions
{
    private readonly Option<int> _threshold = new("--weight-threshold")
    {
        Description = "Work on weights with more elements than this.",
        DefaultValueFactory = _ => 2048,
    };

    private readonly Option<bool> _strict = new("--strict") { Description = "Fail if the scheme cannot be applied to a weight." };
    private readonly Option<int?> _threads = new("--threads") { Description = "Most threads at the same time." };
    private readonly Option<bool> _durable = new("--durable") { Description = "Flush everything to disk." };
    private readonly Option<string?> _report = new("--report") { Description = "Write the report to a .html, .json or .txt file." };
    private readonly Option<bool> _json = Arguments.Json();

    public void AddTo(Command command)
    {
        foreach (Option option in (Option[])[_threshold, _strict, _threads, _durable, _report, _json])
        {
            command.Options.Add(option);
        }
    }

    public CompressionOptions Read(ParseResult result)
    {
        if (result.GetValue(_report) is { } target && Path.GetExtension(target) is not (".html" or ".json" or ".txt"))
        {
            throw new UsageException("--report takes a .html, .json or .txt file.");
        }
        return new CompressionOptions
        {
            WeightThreshold = Arguments.AtLeast(0, "--weight-threshold", result.GetValue(_threshold)),
            Strict = result.GetValue(_strict),
            Threads = result.GetValue(_threads) is { } count ? Arguments.AtLeast(1, "--threads", count) : null,
            Durable = result.GetValue(_durable),
        };
    }

    /// <summary>Does the work and reports it.</summary>
    /// <returns>The exit code.</returns>
    public int Report(ParseResult result, Func<IProgress<CompressionProgress>?, CompressionReport> work)
    {
        CompressionReport done = work(result.GetValue(Arguments.Quiet) || Console.IsErrorRedirected ? null : new ProgressLine());
        if (result.GetValue(_report) is { } target)
        {
            done.Save(target);
        }
        Console.Out.Write((result.GetValue(_json) ? done.ToJson() : done.ToString()) + "\n");
        return Runner.Done;
    }
}
