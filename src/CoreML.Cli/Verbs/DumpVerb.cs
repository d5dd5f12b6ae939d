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
        Option<string> output = Arguments.Output(required: false);
        var command = new Command("dump", "Writes the whole model as stable, readable text.") { model, output };
        command.SetAction(result => Runner.Guard(() =>
        {
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            if (result.GetValue(output) is { } target)
            {
                ModelLines.Save(opened, target);
            }
            else
            {
                Console.Out.Write(ModelLines.ToText(opened));
            }
            return Runner.Done;
        }));
        return command;
    }
}
