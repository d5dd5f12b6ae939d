using System.CommandLine;
using CoreML.Format;
using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary><c>coreml compress</c>: smaller weights.</summary>
internal static class CompressVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model("IN");
        Option<string> output = Arguments.Output();
        var quantize = new Option<string>("--quantize") { Description = "Linear quantization to this type.", Required = true };
        quantize.AcceptOnlyFromAmong("int8");
        var symmetric = new Option<bool>("--symmetric") { Description = "Symmetric quantization (the default)." };
        var granularity = new Option<string>("--granularity") { Description = "What shares a scale (default: per-channel)." };
        granularity.AcceptOnlyFromAmong("per-channel");
        var threshold = new Option<int>("--weight-threshold")
        {
            Description = "Compress weights with more elements than this.",
            DefaultValueFactory = _ => 2048,
        };
        var include = new Option<string[]>("--include") { Description = "Compress only weights whose name matches (* and ?)." };
        var exclude = new Option<string[]>("--exclude") { Description = "Leave weights whose name matches as they are." };
        var strict = new Option<bool>("--strict") { Description = "Fail if a weight cannot be compressed." };
        var threads = new Option<int?>("--threads") { Description = "Most threads at the same time." };
        var durable = new Option<bool>("--durable") { Description = "Flush everything to disk." };
        var report = new Option<string?>("--report") { Description = "Write the report to a .json or .txt file." };
        Option<bool> json = Arguments.Json();
        var command = new Command("compress", "Compresses the weights of ML programs.")
        {
            model, output, quantize, symmetric, granularity, threshold, include, exclude, strict, threads, durable, report, json,
        };
        command.SetAction((result, cancellation) => Runner.GuardAsync(() =>
        {
            var options = new CompressionOptions
            {
                WeightThreshold = AtLeast(0, "--weight-threshold", result.GetValue(threshold)),
                Rules = Rules(result.GetValue(include) ?? [], result.GetValue(exclude) ?? []),
                Strict = result.GetValue(strict),
                Threads = result.GetValue(threads) is { } count ? AtLeast(1, "--threads", count) : null,
                Durable = result.GetValue(durable),
            };
            string? target = result.GetValue(report);
            if (target is not null && Path.GetExtension(target) is not (".json" or ".txt"))
            {
                throw new UsageException("--report takes a .json or .txt file.");
            }
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            IProgress<CompressionProgress>? progress = result.GetValue(Arguments.Quiet) || Console.IsErrorRedirected ? null : new ProgressLine();
            CompressionReport done = opened.CompressTo(result.GetRequiredValue(output), options, progress, cancellation);
            if (target is not null)
            {
                done.Save(target);
            }
            Console.Out.Write((result.GetValue(json) ? done.ToJson() : done.ToString()) + "\n");
            return Runner.Done;
        }));
        return command;
    }

    private static int AtLeast(int minimum, string option, int value) =>
        value >= minimum ? value : throw new UsageException($"{option} takes a number from {minimum} on.");

    private static WeightRule[] Rules(string[] include, string[] exclude) =>
    [
        .. exclude.Select(pattern => WeightRule.Named(pattern)),
        .. include.Select(pattern => WeightRule.Named(pattern, Quantize.Int8())),
        .. include.Length > 0 ? [WeightRule.Named("*")] : (WeightRule[])[],
    ];
}
