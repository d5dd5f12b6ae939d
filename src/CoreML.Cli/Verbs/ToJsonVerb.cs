using System.CommandLine;
using CoreML.Format;

namespace CoreML.Cli;

/// <summary><c>coreml to-json</c>: the specification for any tool.</summary>
internal static class ToJsonVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<string> output = Arguments.Output();
        var inline = new Option<bool>("--inline") { Description = "Write long data in place instead of its hash." };
        var command = new Command("to-json", "Writes the specification as protobuf's JSON.") { model, output, inline };
        command.SetAction(result => Runner.Guard(() =>
        {
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            opened.SaveJson(result.GetRequiredValue(output), result.GetValue(inline));
            return Runner.Done;
        }));
        return command;
    }
}
