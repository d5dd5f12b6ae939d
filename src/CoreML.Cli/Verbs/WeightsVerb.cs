using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml weights</c>: every weight, each checked.</summary>
internal static class WeightsVerb
{
    public static Command Create()
    {
        Argument<string> model = Arguments.Model();
        Option<bool> json = Arguments.Json();
        var command = new Command("weights", "Lists every weight and checks that it can be resolved.") { model, json };
        command.SetAction(result => Runner.Guard(() => Run(result.GetRequiredValue(model), result.GetValue(json))));
        return command;
    }

    private static int Run(string path, bool asJson)
    {
        using CoreMLModel model = CoreMLModel.Open(path);
        var listed = new List<ModelWeight>();
        bool failed = false;
        foreach (ModelWeight weight in model.ReadWeights())
        {
            try
            {
                weight.Check();
                listed.Add(weight);
            }
            catch (CoreMLException exception)
            {
                failed = true;
                Runner.Report(exception);
            }
        }
        if (asJson)
        {
            Json.Write(json =>
            {
                json.WriteStartArray();
                foreach (ModelWeight weight in listed)
                {
                    json.WriteStartObject();
                    json.WriteString("name", weight.Name);
                    json.WriteString("function", weight.Function);
                    json.WriteNumbers("shape", weight.Shape);
                    json.WriteString("type", weight.ElementType.Name);
                    json.WriteString("storage", weight.Storage);
                    json.WriteNumber("bytes", weight.SizeInBytes);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
        }
        else
        {
            int width = listed.Select(weight => weight.Path.Length).DefaultIfEmpty().Max();
            foreach (ModelWeight weight in listed)
            {
                string type = $"{weight.ElementType.Name} [{string.Join(", ", weight.Shape)}]";
                Console.Out.Write($"{weight.Path.PadRight(width)}  {type,-26}  {weight.Storage}  {weight.SizeInBytes} bytes\n");
            }
        }
        return failed ? Runner.Failed : Runner.Done;
    }
}
