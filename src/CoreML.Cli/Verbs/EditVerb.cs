using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml edit</c>: changes what a model says about itself, its names, types and labels.</summary>
internal static class EditVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model("IN");
        Option<string> output = Arguments.Output();
        var copy = new Option<bool>("--copy") { Description = "Copy weights even where the file system could share them." };
        EditOption[] edits = EditOptions.All;
        var command = new Command("edit", "Changes names, texts, metadata, versions, types and labels.") { model, output, copy };
        foreach (EditOption edit in edits)
        {
            command.Add(edit.Option);
        }
        command.SetAction((result, cancellation) => Runner.GuardAsync(() =>
        {
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            var features = new NamedFeatures(opened);
            foreach (EditOption edit in edits)
            {
                foreach (string value in result.GetValue(edit.Option) ?? [])
                {
                    edit.Apply(features, value);
                }
            }
            foreach (string target in result.GetValue(edits[0].Option) ?? [])
            {
                EditOptions.Lower(opened, target);
            }
            opened.SaveAsync(
                result.GetRequiredValue(output),
                new SaveOptions { ShareFiles = !result.GetValue(copy), Copied = new CopiedNote() },
                cancellation).GetAwaiter().GetResult();
            return Runner.Done;
        }));
        return command;
    }

    private sealed class CopiedNote : IProgress<CopiedFile>
    {
        public void Report(CopiedFile value) => Console.Error.WriteLine(
            FormattableString.Invariant($"copied {value.Path}, {value.Bytes} bytes: the file system cannot share it"));
    }
}
