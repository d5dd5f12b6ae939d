using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml copy</c>: opens and saves again.</summary>
internal static class CopyVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model("IN");
        Option<string> output = Arguments.Output();
        var through = new Option<string>("--through")
        {
            Description = "spec keeps the specification's bytes; graph takes every ML program through the graph.",
            DefaultValueFactory = _ => "spec",
        };
        through.AcceptOnlyFromAmong("spec", "graph");
        var command = new Command("copy", "Saves a model again, also in another container.") { model, output, through };
        command.SetAction((result, cancellation) => Runner.GuardAsync(() =>
        {
            using CoreMLModel opened = CoreMLModel.Open(result.GetRequiredValue(model));
            if (result.GetValue(through) == "graph")
            {
                foreach (ModelStage stage in opened.Stages.Where(stage => stage.HasProgram))
                {
                    stage.WriteProgram(stage.ReadProgram());
                }
            }
            opened.SaveAsync(result.GetRequiredValue(output), cancellationToken: cancellation).GetAwaiter().GetResult();
            return Runner.Done;
        }));
        return command;
    }
}
