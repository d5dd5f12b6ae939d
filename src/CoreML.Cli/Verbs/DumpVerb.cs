using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml dump</c>: the whole model as text.</summary>
internal static class DumpVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model();
        var command = new Command("dump", "Writes the whole model as stable, readable text.") { model };
        command.SetAction(result => Runner.Guard(() =>
        {
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            foreach ((string path, string text) in ModelLines.Of(opened))
            {
                Console.Out.Write(text.Length == 0 ? $"{path}\n" : $"{path}: {text}\n");
            }
            return Runner.Done;
        }));
        return command;
    }
}
