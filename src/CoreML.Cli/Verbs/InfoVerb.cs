using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml info</c>: what a model is.</summary>
internal static class InfoVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        var command = new Command("info", "Shows type, versions, inputs, outputs, metadata and size.") { model, json };
        command.SetAction(result => Runner.Guard(() => Run(result.GetRequiredValue(model), result.GetValue(json))));
        return command;
    }

    private static int Run(string path, bool asJson)
    {
        using CoreMLModel model = CoreMLModel.Open(path);
        ModelSummary summary = ModelSummary.Of(model);
        if (asJson)
        {
            Json.Write(summary.WriteTo);
        }
        else
        {
            Console.Out.Write(summary.ToText());
        }
        return Runner.Done;
    }
}
