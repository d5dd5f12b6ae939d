using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>The catalogue of operations and type inference, against the table of the format and real programs.</summary>
public class OperationTests
{
    [Fact]
    public void Inputs_are_those_of_the_format()
    {
        using JsonDocument table = JsonDocument.Parse(File.ReadAllBytes(Shared.At("spec", "mil-ops.json")));
        var differences = new List<string>();
        foreach (JsonProperty entry in table.RootElement.EnumerateObject())
        {
            if (OperationCatalog.Find(entry.Name) is not { } operation)
            {
                differences.Add($"{entry.Name}: not in the catalogue");
                continue;
            }
            string[] targets = [.. entry.Value.EnumerateArray().Select(version => version.GetProperty("since").GetString()!)];
            Compare($"{entry.Name}: versions", string.Join(' ', targets), string.Join(' ', operation.Versions.Select(version => version.Opset.Target)));
            foreach (JsonElement version in entry.Value.EnumerateArray())
            {
                string target = version.GetProperty("since").GetString()!;
                if (operation.Versions.FirstOrDefault(candidate => candidate.Opset.Target == target) is { } found)
                {
                    Compare($"{entry.Name} {target}", OperationTable.Describe(version), OperationTable.Describe(found));
                }
            }
        }
        Assert.True(differences.Count == 0, string.Join('\n', differences));

        void Compare(string what, string expected, string found)
        {
            if (expected != found)
            {
                differences.Add($"{what}\n  expected {expected}\n  found    {found}");
            }
        }
    }

    [Theory]
    [InlineData("golden/programs", 250)]
    [InlineData("golden/compressed", 30)]
    [InlineData("corpus/models", 1)]
    [InlineData("corpus/graphs", 4)]
    public void Inferred_types_are_the_stored_ones(string folder, int atLeast)
    {
        int programs = 0;
        var differences = new List<string>();
        foreach (string path in Directory.GetDirectories(Shared.At(folder.Split('/')), "*.mlpackage", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelStage stage in model.Stages.Where(stage => stage.HasProgram))
            {
                programs++;
                foreach (MilFunction function in stage.ReadProgram().Functions)
                {
                    Compare(new TypeInference(), function.Body, $"{Path.GetFileName(Path.GetDirectoryName(path))}/{Path.GetFileName(path)}", differences);
                }
            }
        }
        Assert.True(programs >= atLeast, $"{programs} programs");
        Assert.True(differences.Count == 0, Summarize(differences));
    }

    private static void Compare(TypeInference inference, MilBlock block, string where, List<string> differences)
    {
        foreach (MilOperation operation in block.Operations)
        {
            foreach (MilBlock nested in operation.Blocks)
            {
                Compare(inference, nested, where, differences);
            }
            try
            {
                ImmutableArray<MilType> types = inference.Infer(operation);
                string stored = string.Join(", ", operation.Outputs.Select(output => Plain(output.Type)));
                string inferred = string.Join(", ", types.Select(Plain));
                if (stored != inferred)
                {
                    differences.Add($"{operation.Type}|{where} {operation.Path}: stored {stored}, inferred {inferred}");
                }
            }
            catch (CoreMLException exception)
            {
                differences.Add($"{operation.Type}|{where} {exception.Diagnostics[0]}");
            }
        }
    }

    // Names of unknown sizes are not in a file, so they are not compared.
    private static string Plain(MilType type) => type switch
    {
        TensorType tensor => $"{tensor.ElementType}[{string.Join(',', tensor.Shape.Select(Plain))}]",
        ListType list => $"list<{Plain(list.Element)},{Plain(list.Length)}>",
        _ => type.ToString(),
    };

    private static string Plain(Dimension dimension) => dimension.IsUnknown ? "?" : dimension.ToString();

    private static string Summarize(List<string> differences)
    {
        var text = new StringBuilder();
        foreach (IGrouping<string, string> group in differences.GroupBy(line => line[..line.IndexOf('|', StringComparison.Ordinal)]).OrderBy(group => group.Key))
        {
            string family = OperationCatalog.Find(group.Key)?.Family ?? "not in the catalogue";
            text.Append(null, $"\n{group.Key} ({family}): {group.Count()}");
            foreach (string line in family.StartsWith("not", StringComparison.Ordinal) ? [] : group.Take(3))
            {
                text.Append("\n    ").Append(line.AsSpan(line.IndexOf('|', StringComparison.Ordinal) + 1));
            }
        }
        return text.ToString();
    }
}
