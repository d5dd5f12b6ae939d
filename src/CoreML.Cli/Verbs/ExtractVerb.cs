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
        Option<bool> json = Arguments.Json();
        var all = new Option<string?>("--all") { Description = "A directory that takes every weight, one file each." };
        var command = new Command("extract", "Writes decoded weights in NumPy format.") { model, name, output, all, json };
        command.SetAction((result, cancellation) => Runner.GuardAsync(() => Run(
            result.GetRequiredValue(model), result.GetValue(name), result.GetValue(output), result.GetValue(all), result.GetValue(json), cancellation)));
        return command;
    }

    private static int Run(string path, string? name, string? output, string? all, bool json, CancellationToken cancellation)
    {
        if ((all is null) == (name is null) || (name is null) != (output is null) || (json && all is null))
        {
            throw new UsageException("Give either NAME and -o FILE, or --all DIR; --json goes with --all.");
        }
        using CoreMLModel model = CoreMLModel.Open(path);
        if (name is not null)
        {
            NumpyFile.Write(output!, Find(model, name), cancellation);
            return Runner.Done;
        }
        var written = new List<KeyValuePair<string, ModelWeight>>();
        bool failed = false;
        foreach ((string file, ModelWeight weight) in NumpyFile.NameWeights(model))
        {
            cancellation.ThrowIfCancellationRequested();
            try
            {
                NumpyFile.Write(Path.Combine([all!, .. file.Split('/')]), weight, cancellation);
                written.Add(new(file, weight));
            }
            catch (CoreMLException exception) when (exception.Code != FormatDiagnostics.FileNotWritable.Code)
            {
                failed = true;
                Runner.Report(exception);
            }
        }
        Tell(written, json);
        return failed ? Runner.Failed : Runner.Done;
    }

    // A path names one weight; a name can be that of several, in different functions or stages.
    private static ModelWeight Find(CoreMLModel model, string name)
    {
        IReadOnlyList<ModelWeight> weights = model.ReadWeights();
        ModelWeight[] found = [.. weights.Where(weight => weight.Path == name)];
        found = found.Length > 0 ? found : [.. weights.Where(weight => weight.Name == name)];
        if (found.Length > 1)
        {
            Console.Error.WriteLine(
                $"This is {found[0].Path}; other weights have the same name: {string.Join(", ", found.Skip(1).Select(weight => weight.Path))}.");
        }
        return found.FirstOrDefault() ?? throw new UsageException($"The model has no weight '{name}'. 'coreml weights' lists them.");
    }

    private static void Tell(List<KeyValuePair<string, ModelWeight>> written, bool asJson)
    {
        if (!asJson)
        {
            int width = written.Select(entry => entry.Value.Path.Length).DefaultIfEmpty().Max();
            foreach ((string file, ModelWeight weight) in written)
            {
                Console.Out.Write($"{weight.Path.PadRight(width)}  {file}\n");
            }
            return;
        }
        Json.Write(json =>
        {
            json.WriteStartArray();
            foreach ((string file, ModelWeight weight) in written)
            {
                json.WriteStartObject();
                json.WriteString("name", weight.Name);
                json.WriteString("function", weight.Function);
                json.WriteString("path", weight.Path);
                json.WriteString("file", file);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        });
    }
}
