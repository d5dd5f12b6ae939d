using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Conformance.Tests;

/// <summary>Takes golden models apart, puts them together and replaces their weights.</summary>
public sealed class SurgeryTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public void Weights_of_every_kind_are_replaced_and_nothing_else_is()
    {
        var storages = new HashSet<string>();
        int count = 0;
        foreach (string path in EveryModelTests.Models())
        {
            bool checkedByTests = !path.Contains("accepted", StringComparison.Ordinal) && !path.Replace('\\', '/').Contains("corpus/", StringComparison.Ordinal);
            using CoreMLModel model = CoreMLModel.Open(path);
            ModelWeight? old = checkedByTests
                ? model.ReadWeights().Concat(model.ReadParameters())
                    .Where(weight => weight.ElementType is ElementType.Float16 or ElementType.Float32 or ElementType.Float64)
                    .OrderBy(weight => weight.Storage == "dense").FirstOrDefault()
                : null;
            if (old is null)
            {
                continue;
            }
            storages.Add(old.Storage);
            float[] values = [.. Enumerable.Range(0, (int)old.ElementCount).Select(i => (i % 100) / 4f)];
            model.ReplaceWeight(old.Path, values);
            string copy = Path.Combine(_folder.FullName, "copy" + Path.GetExtension(path));
            model.Save(copy);
            using CoreMLModel again = CoreMLModel.Open(copy);
            using CoreMLModel original = CoreMLModel.Open(path);
            ModelWeight now = again.FindWeights(old.Path).Single();
            Assert.Equal("dense", now.Storage);
            Assert.Equal(old.Shape, now.Shape);
            Assert.Equal(old.ElementType, now.ElementType);
            Assert.Equal(values, Singles(now));
            foreach (ModelWeight other in original.ReadWeights().Where(other => other.Path != old.Path))
            {
                Assert.True(other.Decode().Span.SequenceEqual(again.FindWeights(other.Path)[0].Decode().Span), $"{path} {other.Path}");
            }
            Assert.All(again.Stages.Where(stage => stage.HasProgram), stage => Assert.Empty(stage.ReadProgram().Verify()));
            count++;
        }
        Assert.True(count > 400, $"{count} models");
        Assert.Superset(new HashSet<string> { "dense", "linear_quantized", "constexpr_affine_dequantize", "constexpr_sparse_to_dense" }, storages);
    }

    [Fact]
    public void Functions_are_taken_out_and_put_together_again()
    {
        string path = Shared.At("golden", "programs", "multifunction_ios18.mlpackage");
        using CoreMLModel model = CoreMLModel.Open(path);
        var parts = new List<(string, CoreMLModel)>();
        foreach (ModelFunction function in model.Functions)
        {
            CoreMLModel part = model.ExtractFunction(function.Name);
            parts.Add((function.Name, part));
            Assert.Equal(function.Inputs.Select(input => input.ToString()), part.Inputs.Select(input => input.ToString()));
            Assert.Equal(["main"], part.ReadProgram().Functions.Select(other => other.Name));
            part.Save(Path.Combine(_folder.FullName, function.Name + ".mlpackage"));
        }
        using CoreMLModel merged = ModelSurgery.Merge([.. parts]);
        string target = Path.Combine(_folder.FullName, "merged.mlpackage");
        merged.Save(target);
        using CoreMLModel again = CoreMLModel.Open(target);
        Assert.DoesNotContain(ModelDiff.Compare(model, again), difference => !difference.Path.Contains("buildInfo", StringComparison.Ordinal));
        Assert.True(again.SizeInBytes < model.SizeInBytes * 1.1, $"{again.SizeInBytes} bytes became {model.SizeInBytes}");
        parts.ForEach(part => part.Item2.Dispose());
    }

    [Fact]
    public void Stages_of_every_pipeline_become_models()
    {
        int count = 0;
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (ModelStage stage in model.Stages.Skip(1))
            {
                using CoreMLModel part = model.ExtractStage(stage);
                string target = Path.Combine(_folder.FullName, part.Container == ModelContainer.File ? "stage.mlmodel" : "stage.mlpackage");
                part.Save(target);
                using CoreMLModel again = CoreMLModel.Open(target);
                Model expected = stage.Specification.Clone();
                expected.SpecificationVersion = again.SpecificationVersion;
                Assert.True(stage.HasProgram || expected.Equals(again.Specification), $"{path} {stage.Path}");
                Assert.All(again.ReadWeights(), weight => weight.Check());
                count++;
            }
        }
        Assert.True(count > 15, $"{count} stages");
    }

    [Theory]
    [InlineData("cnn_ios16_fp16")]
    [InlineData("transformer_ios18_fp16")]
    [InlineData("classifier_string_ios16")]
    [InlineData("stateful_accumulator_ios18")]
    public void Programs_are_cut_wherever_they_can_be(string name)
    {
        string path = Shared.At("golden", "programs", name + ".mlpackage");
        using CoreMLModel model = CoreMLModel.Open(path);
        MilFunction main = model.ReadProgram().Functions["main"];
        int all = main.Body.Operations.Count(operation => operation.Type != "const");
        int count = 0;
        foreach (MilOperation operation in main.Body.Operations.Where(operation => operation.Type != "const"))
        {
            if (operation.Outputs.Count != 1 || operation.Outputs[0].Uses.All(use => use.Block is not null))
            {
                continue;
            }
            string value = operation.Output.Name;
            (CoreMLModel first, CoreMLModel second) = (null!, null!);
            try
            {
                (first, second) = model.Cut(value);
            }
            catch (CoreMLException exception)
            {
                Assert.Equal("CML6104", exception.Code);
                continue;
            }
            using (first)
            using (second)
            {
                Assert.Contains(first.Outputs, output => output.Name == value);
                Assert.Contains(second.Inputs, input => input.Name == value);
                int kept = 0;
                foreach (CoreMLModel part in new[] { first, second })
                {
                    MilProgram program = part.ReadProgram();
                    Assert.Empty(program.Verify());
                    MilFunction function = program.Functions["main"];
                    Assert.Equal(part.Outputs.Select(output => output.Name).Order(), function.Body.Outputs.Select(output => output.Name).Order());
                    Assert.Equal(
                        part.Inputs.Concat(part.States).Select(input => input.Name).Order(), function.Inputs.Select(input => input.Name).Order());
                    kept += function.Body.Operations.Count(other => other.Type != "const");
                }
                Assert.InRange(kept, all, int.MaxValue);
                count++;
            }
        }
        Assert.True(count > 0, $"{count} cuts");
    }

    [Theory]
    [InlineData("flexible_range_ios16")]
    [InlineData("flexible_enumerated_ios16")]
    [InlineData("flexible_sequence_ios15")]
    public void Flexible_inputs_are_fixed(string name)
    {
        using CoreMLModel model = CoreMLModel.Open(Shared.At("golden", "programs", name + ".mlpackage"));
        ModelFeature input = model.Inputs[0];
        long[] shape = [.. input.Specification.Type.MultiArrayType.Shape];
        input.FixShape(shape);
        Assert.Equal(ArrayFeatureType.ShapeFlexibilityOneofCase.None, input.Specification.Type.MultiArrayType.ShapeFlexibilityCase);
        MilProgram program = model.ReadProgram();
        Assert.Empty(program.Verify());
        Assert.Equal(shape, ((TensorType)program.Functions["main"].Inputs[0].Type).Shape.ToSizes());
        foreach (ModelFeature output in model.Outputs)
        {
            var type = (TensorType)program.Functions["main"].Body.Outputs[output.Name].Type;
            Assert.True(type.Shape.IsKnown, output.ToString());
            Assert.Equal(type.Shape.ToSizes(), output.Specification.Type.MultiArrayType.Shape);
        }
        Assert.Equal("CML6101", Assert.Throws<CoreMLException>(() => input.FixShape([.. shape, 1])).Code);
    }

    private static float[] Singles(ModelWeight weight)
    {
        var values = new float[weight.ElementCount];
        NumericConversion.Widen(weight.ElementType, weight.Decode().Span, 0, values);
        return values;
    }
}
