using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using CoreML.Tests;

namespace CoreML.Builder.Tests;

/// <summary>Stages are wired by name, and their weights stay where they are.</summary>
public sealed class PipelineTests : IDisposable
{
    private static readonly Dictionary<string, (string Code, Action Act)> Cases = new()
    {
        ["an input from nowhere"] = ("CML7301", () => new PipelineBuilder().Stage(PipelineGallery.Scaler())),
        ["stages the wrong way round"] = ("CML7301", () => new PipelineBuilder().Input("x", Feature.Array([2]))
            .Stage(PipelineGallery.Normalizer()).Stage(PipelineGallery.Scaler())),
        ["an output from nowhere"] = ("CML7301", () => PipelineGallery.Scaled().Output("z")),
        ["an input of another shape"] = ("CML7302", () => new PipelineBuilder().Input("x", Feature.Array([3])).Stage(PipelineGallery.Scaler())),
        ["an input of another type"] = ("CML7302", () => new PipelineBuilder().Input("x", Feature.String).Stage(PipelineGallery.Scaler())),
        ["an input of other elements"] = ("CML7302", () => new PipelineBuilder()
            .Input("x", Feature.Array([2], ElementType.Float64)).Stage(PipelineGallery.Scaler())),
        ["a classifier that is none"] = ("CML7303", () => PipelineGallery.Scaled().Classifier().Build()),
        ["a regressor that is none"] = ("CML7303", () => PipelineGallery.Scaled().Stage(PipelineGallery.Classifier()).Regressor().Build()),
        ["a name twice"] = ("CML7303", () => PipelineGallery.Scaled().Stage(PipelineGallery.Normalizer(), "scale")),
        ["a stage behind an updatable one"] = ("CML7303", () => PipelineGallery.Scaled().Stage(PipelineGallery.Neighbors()).Stage(PipelineGallery.Normalizer())),
        ["no stages"] = ("CML7004", () => new PipelineBuilder().Input("x", Feature.Double).Build()),
        ["no outputs"] = ("CML7004", () => PipelineGallery.Scaled().Build()),
        ["an output twice"] = ("CML7001", () => PipelineGallery.Scaled().Output("y").Output("y").Build()),
    };

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-pipelines-");

    public static TheoryData<string> CaseNames => [.. Cases.Keys];

    public void Dispose() => _folder.Delete(recursive: true);

    [Theory]
    [MemberData(nameof(CaseNames))]
    public void What_does_not_fit_is_a_diagnostic(string name) => Misuse.Expect(Cases[name].Code, Cases[name].Act);

    [Fact]
    public void Stages_from_packages_bring_their_weights()
    {
        string saved = Path.Combine(_folder.FullName, "Two.mlpackage");
        string[] expected;
        using (CoreMLModel digits = CoreMLModel.Open(Repository.At("samples", "Digits", "Digits.mlpackage")))
        using (CoreMLModel again = CoreMLModel.Open(Repository.At("samples", "Digits", "Digits.mlpackage")))
        {
            expected = [.. Weights(digits), .. Weights(digits)];
            var pipeline = new PipelineBuilder();
            foreach (FeatureDescription input in digits.Specification.Description.Input)
            {
                pipeline.Input(input.Name, input.Type);
            }
            using CoreMLModel made = pipeline.Stage(digits, "first").Stage(again, "second")
                .Output(digits.Specification.Description.Output[0].Name).Build();
            Assert.Equal(ModelContainer.Package, made.Container);
            made.Save(saved);
        }
        using CoreMLModel opened = CoreMLModel.Open(saved);
        Assert.Equal(2, opened.PackageFiles.Count);
        Assert.Equal(expected, Weights(opened));
        Assert.Equal(["first", "second"], opened.Specification.Pipeline.Names);
    }

    [Fact]
    public void A_pipeline_copies_its_stages()
    {
        Model scaler = PipelineGallery.Scaler();
        Model pipeline = new PipelineBuilder().Input("x", Feature.Array([2])).Stage(scaler).Output("y").BuildSpecification();
        scaler.Scaler.ScaleValue[0] = 5;
        Assert.Equal(2, pipeline.Pipeline.Models[0].Scaler.ScaleValue[0]);
    }

    [Fact]
    public void A_pipeline_asks_for_the_version_of_its_stages()
    {
        Model scaler = PipelineGallery.Scaler();
        scaler.SpecificationVersion = 4;
        Assert.Equal(
            4, new PipelineBuilder().Input("x", Feature.Array([2])).Stage(scaler).Output("y").BuildSpecification().SpecificationVersion);
    }

    private static string[] Weights(CoreMLModel model) =>
        [.. model.ReadWeights().Select(weight => $"{weight.Name} {Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(weight.Decode().Span))}")];
}
