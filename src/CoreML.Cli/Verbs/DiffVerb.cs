using System.CommandLine;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Cli;

/// <summary><c>coreml diff</c>: what differs between two models.</summary>
internal static class DiffVerb
{
    public static Command Create()
    {
        Argument<string> left = Arguments.Model("A");
        Argument<string> right = Arguments.Model("B");
        Option<bool> json = Arguments.Json();
        var command = new Command("diff", "Shows what differs between two models, weights by value.") { left, right, json };
        command.SetAction(result => Runner.Guard(() => Run(
            result.GetRequiredValue(left), result.GetRequiredValue(right), result.GetValue(json))));
        return command;
    }

    private static int Run(string left, string right, bool asJson)
    {
        using CoreMLModel first = CoreMLModel.Open(left);
        using CoreMLModel second = CoreMLModel.Open(right);
        IReadOnlyList<ModelDifference> differences = ModelDiff.Compare(first, second);
        if (asJson)
        {
            Json.Write(json =>
            {
                json.WriteStartArray();
                foreach (ModelDifference difference in differences)
                {
                    json.WriteStartObject();
                    json.WriteString("path", difference.Path);
                    json.WriteString("left", difference.Left);
                    json.WriteString("right", difference.Right);
                    json.WriteString("kind", difference.Kind);
                    json.WriteEndObject();
                }
                json.WriteEndArray();
            });
        }
        else
        {
            foreach (ModelDifference difference in differences)
            {
                Console.Out.Write($"{difference}\n");
            }
        }
        return differences.Count == 0 ? Runner.Done : Runner.Failed;
    }
}
