using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Samples.Tests;

/// <summary>Runs every piece of code of <c>docs/coming-from-coremltools.md</c>, and looks at what it leaves.</summary>
[Collection(Folder)]
public sealed class ComingFromCoremltoolsTests : SnippetFolder
{
    [Fact]
    public void Open_and_save() => Assert.StartsWith("MlProgram", Printed(Snippets.OpenAndSave), StringComparison.Ordinal);

    [Fact]
    public void Texts()
    {
        Snippets.Metadata();
        using CoreMLModel model = CoreMLModel.Open("Described.mlpackage");
        Assert.Equal("Reads digits", model.Metadata.ShortDescription);
        Assert.StartsWith("8×8", model.Inputs[0].Description, StringComparison.Ordinal);
    }

    [Fact]
    public void Names()
    {
        Snippets.RenameFeatures();
        using CoreMLModel model = CoreMLModel.Open("Renamed.mlpackage");
        Assert.Equal("image", model.ReadProgram().Functions["main"].Inputs[0].Name);
        Assert.Equal("digit", model.Specification.Description.PredictedFeatureName);
    }

    [Fact]
    public void Labels() => Assert.StartsWith("zero one two", Printed(Snippets.Labels), StringComparison.Ordinal);

    [Fact]
    public void Types()
    {
        Snippets.Types();
        using CoreMLModel model = CoreMLModel.Open("Image.mlpackage");
        Assert.Equal("x: image GRAYSCALE 8×8", model.Inputs[0].ToString());
        Assert.Equal("tensor<fp16, [1, 1, 8, 8]>", model.ReadProgram().Functions["main"].Inputs[0].Type.ToString());
    }

    [Fact]
    public void Shapes() => Assert.Contains("[1, 1, 8, 8]", Printed(Snippets.Shapes), StringComparison.Ordinal);

    [Fact]
    public void Weights()
    {
        Snippets.Weigh();
        using CoreMLModel before = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel after = CoreMLModel.Open("SameWeights.mlpackage");
        Assert.Empty(ModelDiff.Compare(before, after));
    }

    [Fact]
    public void Graph()
    {
        Snippets.EditGraph();
        using CoreMLModel model = CoreMLModel.Open("Spliced.mlpackage");
        Assert.Contains(model.ReadProgram().Functions["main"].Body.Operations, operation => operation.Type == "tanh");
    }

    [Fact]
    public void Cutting()
    {
        Snippets.CutModel();
        using CoreMLModel first = CoreMLModel.Open("First.mlpackage");
        using CoreMLModel second = CoreMLModel.Open("Second.mlpackage");
        Assert.Equal(first.Outputs[0].Name, second.Inputs[0].Name);
        Assert.Equal(["classLabel", "classLabel_probs"], second.Outputs.Select(output => output.Name));
    }

    [Fact]
    public void Functions()
    {
        Snippets.Functions();
        using CoreMLModel digits = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel both = CoreMLModel.Open("Both.mlpackage");
        Assert.Equal(["read", "check"], both.Functions.Select(function => function.Name));
        Assert.True(both.SizeInBytes < digits.SizeInBytes * 1.2);
        using CoreMLModel one = CoreMLModel.Open("One.mlpackage");
        Assert.Equal(digits.ReadWeights().Count, one.ReadWeights().Count);
    }

    [Fact]
    public void Compression() => Assert.Contains("weights compressed", Printed(Snippets.CompressWeights), StringComparison.Ordinal);

    [Fact]
    public void Versions()
    {
        Assert.Contains("CoreML6", Printed(Snippets.Version), StringComparison.Ordinal);
        using CoreMLModel model = CoreMLModel.Open("Newer.mlpackage");
        Assert.Equal(8, model.SpecificationVersion);
    }

    [Fact]
    public void Json()
    {
        Snippets.Json();
        using CoreMLModel model = CoreMLModel.Open("Patched.mlpackage");
        Assert.Equal("digit", model.Specification.Description.PredictedFeatureName);
    }

    [Fact]
    public void Comparison() => Assert.Equal("renamed x to image\n", Printed(Snippets.Compare).ReplaceLineEndings("\n"));
}
