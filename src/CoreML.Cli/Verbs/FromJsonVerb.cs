using System.CommandLine;
using CoreML.Format;

namespace CoreML.Cli;

/// <summary><c>coreml from-json</c>: a model of a specification in JSON.</summary>
internal static class FromJsonVerb
{
    public static Command Create()
    {
        var json = new Argument<string>("JSON") { Description = "What to-json has written, patched or not." };
        Option<string> output = Arguments.Output();
        var original = new Option<string?>("--original") { Description = "The model that the JSON was written of: it has the weight files, and the data that hashes stand for." };
        var command = new Command("from-json", "Makes a model of a specification in JSON.") { json, output, original };
        command.SetAction(result => Runner.Guard(() =>
        {
            byte[] text = Arguments.Read(result.GetRequiredValue(json), File.ReadAllBytes);
            using CoreMLModel model = result.GetValue(original) is { } path ? CoreMLModel.Open(path) : CoreMLModel.FromJson(text);
            if (result.GetValue(original) is not null)
            {
                model.ApplyJson(text);
            }
            model.Save(result.GetRequiredValue(output), new SaveOptions { ShareFiles = true });
            return Runner.Done;
        }));
        return command;
    }
}
