using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;
using CoreML.Specification;
using CoreML.Validation;

namespace CoreML.Conformance.Tests;

/// <summary>Raises every program of iOS 15 to 17 to iOS 18, compresses it there, and lowers it again.</summary>
public class RetargetTests
{
    // These are other operations from iOS 17 on.
    private static readonly string[] Kept = ["crop_resize", "crop_resize", "non_maximum_suppression"];

    [Fact]
    public void Programs_are_raised_with_their_operations_compressed_and_lowered_again()
    {
        int raised = 0;
        int compressed = 0;
        int lowered = 0;
        var kept = new List<string>();
        foreach (string path in EveryModelTests.Models().Where(path => !path.Contains("accepted", StringComparison.Ordinal)))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            int version = model.SpecificationVersion;
            if (version > 8 || !model.Stages.Any(stage => stage.HasProgram))
            {
                continue;
            }
            bool hasWeights = path.Contains("golden", StringComparison.Ordinal);
            Model before = model.Specification.Clone();
            string[] findings = Findings(model);
            byte[][] values = hasWeights ? Values(model) : [];

            IReadOnlyList<Diagnostic> diagnostics = model.Retarget(9);
            Assert.Equal(9, model.SpecificationVersion);
            Assert.True(!Findings(model).Except(findings).Any(), $"{path}\n{string.Join('\n', Findings(model).Except(findings))}");
            Assert.Equal(values, hasWeights ? Values(model) : []);
            Assert.All(diagnostics, diagnostic => Assert.Equal("CML6106", diagnostic.Code));
            kept.AddRange(diagnostics.Select(_ => Path.GetFileNameWithoutExtension(path)));
            if (diagnostics.Count == 0)
            {
                Assert.All(Functions(model), function => Assert.Equal("CoreML8", function.Opset));
                compressed += hasWeights && Compresses(model) ? 1 : 0;
            }
            raised++;

            bool indexed = Functions(model).SelectMany(GraphWalk.Operations).Any(
                operation => operation.Type.StartsWith("gather", StringComparison.Ordinal) || operation.Type.StartsWith("scatter", StringComparison.Ordinal));
            model.Retarget(version);
            Assert.True(before.Equals(model.Specification) || (indexed && version < 8), path);
            lowered += before.Equals(model.Specification) ? 1 : 0;
        }
        Assert.Equal(Kept, kept.Order(StringComparer.Ordinal));
        Assert.Equal((318, 46, 275), (raised, compressed, lowered));
    }

    private static bool Compresses(CoreMLModel model)
    {
        using CoreMLModel small = model.Compress(new CompressionOptions { Default = Quantize.Int4(), WeightThreshold = 0 });
        return small.ReadWeights().Any(weight => weight.Storage == "constexpr_blockwise_shift_scale");
    }

    private static IEnumerable<MilFunction> Functions(CoreMLModel model) =>
        model.Stages.Where(stage => stage.HasProgram).SelectMany(stage => stage.ReadProgram().Functions);

    private static byte[][] Values(CoreMLModel model) =>
        [.. model.ReadWeights().Where(weight => weight.Storage != "dense").Select(weight => weight.Decode().ToArray())];

    private static string[] Findings(CoreMLModel model) =>
    [
        .. model.Validate().Select(diagnostic => $"{diagnostic.Code} {diagnostic.Path}"),
        .. model.Stages.Where(stage => stage.HasProgram).SelectMany(stage => TypeInference.Check(stage.ReadProgram())).Select(diagnostic => diagnostic.ToString()),
    ];
}
