using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;

namespace CoreML.Cli.Tests;

public sealed class EditTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Everything_at_once()
    {
        string model = Network();
        File.WriteAllText(At("labels.txt"), "cat\ndog\n");
        Outcome outcome = await Tool.RunAsync(
            "edit", model, "-o", At("new.mlmodel"), "--rename", "x=image", "--rename", "label=animal", "--author", "Me", "--license", "MIT",
            "--version", "2", "--description", "Tells animals apart", "--set-metadata", "a=b=c", "--describe", "image=A photo",
            "--label-file", At("labels.txt"), "--input-type", "image=image", "--target", "iOS16");
        Assert.Equal("", outcome.Done());
        using CoreMLModel edited = CoreMLModel.Open(At("new.mlmodel"));
        Assert.Equal("image: image RGB 8×8", edited.Inputs[0].ToString());
        Assert.Equal("A photo", edited.Inputs[0].Description);
        Assert.Equal("animal", edited.Specification.Description.PredictedFeatureName);
        Assert.Equal(["cat", "dog"], edited.ReadClassLabels());
        Assert.Equal(("Me", "MIT", "2", "Tells animals apart"), (edited.Metadata.Author, edited.Metadata.License, edited.Metadata.VersionString, edited.Metadata.ShortDescription));
        Assert.Equal("b=c", edited.Metadata.UserDefined["a"]);
        Assert.Equal(7, edited.SpecificationVersion);
    }

    [Fact]
    public async Task A_raised_target_brings_what_compression_needs()
    {
        using var models = new Models();
        string old = models.At("old.mlpackage");
        using (CoreMLModel model = CoreMLModel.Open(models.Program()))
        {
            model.Retarget(7);
            model.Save(old);
        }
        (await Tool.RunAsync("compress", old, "-o", At("small.mlpackage"), "--quantize", "int4")).Failed("CML5005");
        (await Tool.RunAsync("edit", old, "-o", At("new.mlpackage"), "--target", "iOS18")).Done();
        (await Tool.RunAsync("compress", At("new.mlpackage"), "-o", At("small.mlpackage"), "--quantize", "int4", "--weight-threshold", "0")).Done();
        using CoreMLModel small = CoreMLModel.Open(At("small.mlpackage"));
        Assert.Equal("constexpr_blockwise_shift_scale", small.ReadWeights()[0].Storage);
    }

    [Fact]
    public async Task What_cannot_be_done_leaves_nothing()
    {
        string model = Network();
        (await Tool.RunAsync("edit", model, "-o", At("new.mlmodel"), "--rename", "nothing=x2")).Failed("CML6001");
        (await Tool.RunAsync("edit", model, "-o", At("new.mlmodel"), "--rename", "x=label")).Failed("CML6002");
        (await Tool.RunAsync("edit", model, "-o", At("new.mlmodel"), "--output-type", "label=fp16", "--target", "iOS16")).Failed("CML6101");
        (await Tool.RunAsync("edit", model, "-o", At("new.mlmodel"), "--input-type", "x=fp16")).Failed("CML6004");
        Assert.False(File.Exists(At("new.mlmodel")));
    }

    [Theory]
    [InlineData("--rename", "x")]
    [InlineData("--set-metadata", "=x")]
    [InlineData("--target", "Android17")]
    [InlineData("--input-type", "x=cube")]
    public async Task Wrong_usage_is_said(string option, string value)
    {
        (await Tool.RunAsync("edit", Network(), "-o", At("new.mlmodel"), option, value)).Refused();
        Assert.False(File.Exists(At("new.mlmodel")));
    }

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private string Network()
    {
        var array = new FeatureType
        {
            MultiArrayType = new ArrayFeatureType { Shape = { 3, 8, 8 }, DataType = ArrayFeatureType.Types.ArrayDataType.Float32 },
        };
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 3,
            Description = new ModelDescription
            {
                Input = { new FeatureDescription { Name = "x", Type = array } },
                Output = { new FeatureDescription { Name = "label", Type = new FeatureType { StringType = new() } } },
                PredictedFeatureName = "label",
            },
            NeuralNetworkClassifier = new NeuralNetworkClassifier
            {
                Layers = { new NeuralNetworkLayer { Name = "l", Input = { "x" }, Output = { "p" }, Softmax = new() } },
                StringClassLabels = new StringVector { Vector = { "a", "b" } },
            },
        });
        model.Save(At("old.mlmodel"));
        return At("old.mlmodel");
    }
}
