using System.CommandLine;
using CoreML.Format;
using CoreML.Quantization;

namespace CoreML.Cli;

/// <summary><c>coreml decompress</c>: compressed weights back to dense ones.</summary>
internal static class DecompressVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model("IN");
        Option<string> output = Arguments.Output();
        var run = new RunOptions();
        var exclude = new Option<string[]>("--exclude") { Description = "Leave weights whose name matches as they are (* and ?)." };
        var command = new Command("decompress", "Decodes compressed weights to dense ones.") { model, output, exclude };
        run.AddTo(command);
        command.SetAction((result, cancellation) => Runner.GuardAsync(() =>
        {
            CompressionOptions options = run.Read(result) with
            {
                Rules = [.. (result.GetValue(exclude) ?? []).Select(pattern => WeightRule.Named(pattern))],
            };
            return run.Report(result, (progress) =>
            {
                using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
                return opened.DecompressTo(result.GetRequiredValue(output), options, progress, cancellation);
            });
        }));
        return command;
    }
}
