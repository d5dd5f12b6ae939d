using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>Programs that another tool wrote, built again: equal up to names and the order of independent operations.</summary>
public class ProgramRebuildTests
{
    public static TheoryData<string> Folders => ["programs", "compressed"];

    [Theory]
    [MemberData(nameof(Folders))]
    public void A_program_that_is_built_again_is_the_same(string folder)
    {
        var failures = new List<string>();
        string[] manifests = Directory.GetDirectories(Shared.At("golden", folder), "*.mlpackage", SearchOption.AllDirectories);
        Assert.NotEmpty(manifests);
        foreach (string path in manifests.Order(StringComparer.Ordinal))
        {
            string name = Path.GetRelativePath(Shared.At("golden"), path);
            try
            {
                using CoreMLModel model = CoreMLModel.Open(path);
                using CoreMLModel again = ProgramRebuilder.Rebuild(model);
                failures.AddRange(Differences(model, again).Take(4).Select(difference => $"{name}: {difference}"));
            }
            catch (Exception exception) when (exception is CoreMLException or InvalidOperationException or MissingMethodException or ArgumentException)
            {
                failures.Add($"{name}: {exception.GetType().Name} {exception.Message}");
            }
        }
        Assert.True(failures.Count == 0, $"{failures.Count} of {manifests.Length}:\n{string.Join('\n', failures.Take(60))}");
    }

    [Fact]
    public void The_comparison_sees_a_difference()
    {
        using CoreMLModel model = CoreMLModel.Open(Shared.At("golden", "programs", "cnn_ios16_fp16.mlpackage"));
        using CoreMLModel again = ProgramRebuilder.Rebuild(model);
        MilProgram program = again.ReadProgram();
        MilOperation relu = program.Functions["main"].Body.Operations.First(operation => operation.Type == "relu");
        relu.Output.ReplaceUses(relu.Inputs["x"].Value!);
        Assert.NotEqual(ProgramShape.Of(model.ReadProgram().Functions["main"]), ProgramShape.Of(program.Functions["main"]));
    }

    private static IEnumerable<string> Differences(CoreMLModel model, CoreMLModel again)
    {
        if (model.Specification.SpecificationVersion != again.Specification.SpecificationVersion)
        {
            yield return $"version {again.Specification.SpecificationVersion} for {model.Specification.SpecificationVersion}";
        }
        ModelDescription description = model.Specification.Description.Clone();
        description.Metadata = null;
        if (!description.Equals(again.Specification.Description))
        {
            yield return $"{again.Specification.Description} for {description}";
        }
        MilProgram built = again.ReadProgram();
        foreach (MilFunction function in model.ReadProgram().Functions)
        {
            string[] expected = ProgramShape.Of(function);
            string[] found = ProgramShape.Of(built.Functions[function.Name]);
            foreach (string line in expected.Except(found).Select(line => $"missing {line}").Concat(found.Except(expected).Select(line => $"extra {line}")))
            {
                yield return line;
            }
        }
    }
}
