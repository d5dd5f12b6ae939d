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
        var scheme = new SchemeOptions();
        var run = new RunOptions();
        var include = new Option<string[]>("--include") { Description = "Compress only weights whose name matches (* and ?)." };
        var exclude = new Option<string[]>("--exclude") { Description = "Leave weights whose name matches as they are." };
        var command = new Command("compress", "Compresses the weights of a model.") { model, output, include, exclude };
        scheme.AddTo(command);
        run.AddTo(command);
        command.SetAction((result, cancellation) => Runner.GuardAsync(() =>
        {
            CompressionScheme chosen = scheme.Read(result);
            CompressionOptions options = run.Read(result) with
            {
                Default = chosen,
                JointCompression = scheme.IsJoint(result),
                Rules = Rules(chosen, result.GetValue(include) ?? [], result.GetValue(exclude) ?? []),
            };
            return run.Report(result, (progress) =>
            {
                using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
                return opened.CompressTo(result.GetRequiredValue(output), options, progress, cancellation);
            });
        }));
        return command;
    }

    private static WeightRule[] Rules(CompressionScheme scheme, string[] include, string[] exclude) =>
    [
        .. exclude.Select(pattern => WeightRule.Named(pattern)),
        .. include.Select(pattern => WeightRule.Named(pattern, scheme)),
        .. include.Length > 0 ? [WeightRule.Named("*")] : (WeightRule[])[],
    ];
}
