using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml extract</c>: decoded weights as NumPy files.</summary>
internal static class ExtractVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Argument<string?> name = Arguments.WithoutOptions(new Argument<string?>("NAME")
        {
            Description = "The weight's name, as 'coreml weights' lists it.",
            Arity = ArgumentArity.ZeroOrOne,
        });
        Option<string> output = Arguments.Output(required: false);
        var all = new Option<string?>("--all") { Description = "A directory that takes every weight, one file each." };
        var command = new Command("extract", "Writes decoded weights in NumPy format.") { model, name, output, all };
        command.SetAction((result, cancellation) => Runner.GuardAsync(() => Run(
            result.GetRequiredValue(model), result.GetValue(name), result.GetValue(output), result.GetValue(all), cancellation)));
        return command;
    }

    private static int Run(string path, string? name, string? output, string? all, CancellationToken cancellation)
    {
        if ((all is null) == (name is null) || (name is null) != (output is null))
        {
            throw new UsageException("Give either NAME and -o FILE, or --all DIR.");
        }
        using CoreMLModel model = CoreMLModel.Open(path);
        IReadOnlyList<ModelWeight> weights = model.ReadWeights();
        if (name is not null)
        {
            ModelWeight weight = weights.FirstOrDefault(weight => weight.Name == name || weight.Path == name)
                ?? throw new UsageException($"The model has no weight '{name}'. 'coreml weights' lists them.");
            NumpyFile.Write(output!, weight, cancellation);
            return Runner.Done;
        }
        bool functions = weights.Select(weight => weight.Function).Distinct().Count() > 1;
        bool failed = false;
        foreach (ModelWeight weight in weights)
        {
            string folder = functions && weight.Function is { } function ? Path.Combine(all!, NumpyFile.Escape(function)) : all!;
            cancellation.ThrowIfCancellationRequested();
            try
            {
                NumpyFile.Write(Path.Combine(folder, NumpyFile.Escape(weight.Name) + ".npy"), weight, cancellation);
            }
            catch (CoreMLException exception) when (exception.Code != FormatDiagnostics.FileNotWritable.Code)
            {
                failed = true;
                Runner.Report(exception);
            }
        }
        return failed ? Runner.Failed : Runner.Done;
    }
}
