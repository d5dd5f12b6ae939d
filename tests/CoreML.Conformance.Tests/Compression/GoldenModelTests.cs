using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>The compressed golden models: ours have the same operations, names, types and shapes, and where the scheme leaves no
/// choice the same values.</summary>
public class GoldenModelTests
{
    public static TheoryData<string> Names => [.. GoldenConfiguration.Names];

    public static TheoryData<string> JointNames => [.. GoldenConfiguration.JointNames];

    [Theory]
    [MemberData(nameof(Names))]
    public void Compressed_model_has_the_structure_of_the_golden_one(string name)
    {
        var configuration = new GoldenConfiguration(name);
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            using CoreMLModel model = configuration.OpenSource(folder);
            using CoreMLModel expected = CoreMLModel.Open(configuration.Golden);
            string output = Path.Combine(folder, "out.mlpackage");
            // The golden models were made with a lower threshold than the default.
            model.CompressTo(output, new CompressionOptions { Default = configuration.Scheme, Rules = configuration.Rules, WeightThreshold = 10 });
            using CoreMLModel result = CoreMLModel.Open(output);
            MilProgram ours = result.ReadProgram();
            Assert.Empty(ours.Verify());
            Assert.Equal(expected.Specification.SpecificationVersion, result.Specification.SpecificationVersion);
            Assert.Equal(Lines(expected.ReadProgram()), Lines(ours));
            if (configuration.HasOneResult)
            {
                CompareValues(expected, result);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // As coremltools makes them: one method after the other, each on what the one before has written.
    [Theory]
    [MemberData(nameof(JointNames))]
    public void Two_methods_one_after_the_other_give_the_structure_of_the_golden_model(string name)
    {
        var configuration = new GoldenConfiguration(name);
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            using CoreMLModel model = configuration.OpenSource(folder);
            using CoreMLModel first = model.Compress(new CompressionOptions { Default = configuration.Steps[0], WeightThreshold = 10 });
            using CoreMLModel second = first.Compress(
                new CompressionOptions { Default = configuration.Steps[1], WeightThreshold = 10, JointCompression = true });
            using CoreMLModel expected = CoreMLModel.Open(configuration.Golden);
            MilProgram ours = second.ReadProgram();
            Assert.Empty(ours.Verify());
            Assert.Equal(Lines(expected.ReadProgram()), Lines(ours));
            if (configuration.HasOneResult)
            {
                CompareValues(expected, second);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Decompressed_model_has_the_golden_values(string name)
    {
        var configuration = new GoldenConfiguration(name);
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            using CoreMLModel golden = CoreMLModel.Open(configuration.Golden);
            string output = Path.Combine(folder, "out.mlpackage");
            CompressionReport report = golden.DecompressTo(output);
            using CoreMLModel result = CoreMLModel.Open(output);
            Assert.Empty(result.ReadProgram().Verify());
            Assert.All(result.ReadWeights(), weight => Assert.Equal("dense", weight.Storage));
            ILookup<string, ModelWeight> weights = result.ReadWeights().ToLookup(weight => weight.Name);
            ModelWeight[] compressed = [.. golden.ReadWeights().Where(weight => weight.Storage != "dense")];
            Assert.Equal(compressed.Length, report.CompressedCount);
            foreach (ModelWeight weight in compressed)
            {
                Assert.True(weight.Decode().Span.SequenceEqual(Assert.Single(weights[weight.Name]).Decode().Span), weight.Name);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    // Each operation for compressed constants with the types of its parameters and results.
    private static List<string> Lines(MilProgram program)
    {
        var lines = new List<string>();
        foreach (MilFunction function in program.Functions)
        {
            foreach (MilOperation operation in function.Body.Operations.Where(ConstexprDecoder.IsConstexpr))
            {
                IEnumerable<string> inputs = operation.Inputs.Select(input => $"{input.Name}: {(input.Constant ?? (object?)input.Arguments[0].Value) switch
                {
                    TensorConstant constant => constant.Type,
                    MilValue value => $"{value.Name} {value.Type}",
                    _ => null,
                }}");
                IEnumerable<string> attributes = operation.Attributes.Where(attribute => attribute.Key != "name")
                    .Select(attribute => $"{attribute.Key} = {attribute.Value.Type}");
                IEnumerable<string> outputs = operation.Outputs.Select(value => $"{value.Name} {value.Type}");
                lines.Add($"{operation.Type}({string.Join(", ", inputs.Concat(attributes).Order())}) -> {string.Join(", ", outputs)}");
            }
        }
        return lines;
    }

    private static void CompareValues(CoreMLModel expected, CoreMLModel result)
    {
        ILookup<string, ModelWeight> weights = result.ReadWeights().ToLookup(weight => weight.Name);
        int compared = 0;
        foreach (ModelWeight weight in expected.ReadWeights().Where(weight => weight.Storage != "dense"))
        {
            ModelWeight ours = Assert.Single(weights[weight.Name]);
            Assert.Equal(weight.SizeInBytes, ours.SizeInBytes);
            Assert.True(weight.Decode().Span.SequenceEqual(ours.Decode().Span), weight.Name);
            compared++;
        }
        Assert.True(compared > 0);
    }
}
