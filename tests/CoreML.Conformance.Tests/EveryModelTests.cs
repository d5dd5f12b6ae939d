using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Conformance.Tests;

/// <summary>Every golden and real model, but for the damaged and the invalid ones.</summary>
public class EveryModelTests
{
    internal static IEnumerable<string> Models()
    {
        foreach (string root in (string[])[Shared.At("golden"), Shared.At("corpus")])
        {
            foreach (string path in Directory.EnumerateFileSystemEntries(root, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
            {
                string name = path.Replace('\\', '/');
                bool model = name.EndsWith(".mlpackage", StringComparison.Ordinal)
                    || (name.EndsWith(".mlmodel", StringComparison.Ordinal) && !name.Contains(".mlpackage/", StringComparison.Ordinal));
                bool sound = !name.Contains("/corrupt/", StringComparison.Ordinal)
                    && (!name.Contains("/invalid/", StringComparison.Ordinal) || name.Contains("/invalid/accepted/", StringComparison.Ordinal));
                if (model && sound)
                {
                    yield return path;
                }
            }
        }
    }

    [Fact]
    public void Unchanged_specification_keeps_its_bytes()
    {
        int count = 0;
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            foreach (string path in Models())
            {
                string copy = Path.Combine(folder, "copy" + Path.GetExtension(path));
                using CoreMLModel model = CoreMLModel.Open(path);
                _ = model.Specification;
                model.Save(copy);
                using CoreMLModel again = CoreMLModel.Open(copy);
                Assert.True(model.SerializeSpecification().Span.SequenceEqual(again.SerializeSpecification().Span), path);
                count++;
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
        Assert.True(count > 900, $"{count} models");
    }

    [Fact]
    public void Programs_come_back_equal_from_the_graph()
    {
        int count = 0;
        foreach (string path in Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            Specification.Model before = model.Specification.Clone();
            foreach (ModelStage stage in model.Stages.Where(stage => stage.HasProgram))
            {
                MilProgram program = stage.ReadProgram();
                Assert.True(program.Verify().Count == 0, path);
                stage.WriteProgram(program);
                count++;
            }
            Assert.True(before.Equals(model.Specification), path);
        }
        Assert.True(count > 500, $"{count} programs");
    }

    [Fact]
    public void Every_weight_is_resolved_and_decoded()
    {
        int count = 0;
        foreach (string path in Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            bool withoutWeights = path.Replace('\\', '/').Contains("corpus/graphs/", StringComparison.Ordinal);
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelWeight weight in model.ReadWeights())
            {
                if (withoutWeights && weight is ProgramWeight { Value.Constant: TensorConstant { WeightLocation: not null } })
                {
                    Assert.Equal("CML3001", Assert.Throws<CoreMLException>(weight.Check).Code);
                    continue;
                }
                weight.Check();
                Assert.Equal(weight.ElementType.ByteCount(weight.ElementCount), weight.Decode().Length);
                count++;
            }
        }
        Assert.True(count > 2000, $"{count} weights");
    }

    [Fact]
    public void Accepted_models_have_a_graph_or_one_diagnostic_that_says_why_not()
    {
        var found = new SortedDictionary<string, string>(StringComparer.Ordinal);
        int programs = 0;
        foreach (string path in Shared.Files("*.mlmodel", "golden", "invalid", "accepted"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelStage stage in model.Stages.Where(stage => stage.HasProgram))
            {
                programs++;
                if (!MilProgramReader.TryRead(stage.Specification.MlProgram, model, out _, out IReadOnlyList<Diagnostic> diagnostics))
                {
                    Diagnostic diagnostic = Assert.Single(diagnostics);
                    Assert.StartsWith("main/", diagnostic.Path, StringComparison.Ordinal);
                    found.Add(Path.GetFileNameWithoutExtension(path), diagnostic.Code);
                }
            }
        }
        Assert.True(programs > 30, $"{programs} programs");
        Assert.Equal(
            new SortedDictionary<string, string>(StringComparer.Ordinal)
            {
                ["prog_block_undefined_output"] = "CML4001",
                ["prog_duplicate_value_name"] = "CML4003",
                ["prog_function_input_removed"] = "CML4001",
                ["prog_function_input_renamed"] = "CML4001",
                ["prog_no_operations"] = "CML4001",
                ["prog_op_without_outputs"] = "CML4001",
                ["prog_undefined_operand"] = "CML4001",
                ["prog_use_before_definition"] = "CML4002",
            },
            found);
    }
}
