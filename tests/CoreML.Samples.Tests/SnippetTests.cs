using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Samples.Tests;

/// <summary>Runs every piece of code that the documents show, in a folder where <c>Digits.mlpackage</c> is.</summary>
public sealed class SnippetTests : IDisposable
{
    private static readonly string Model = Path.Combine(AppContext.BaseDirectory, "Digits.mlpackage");

    private readonly string _before = Directory.GetCurrentDirectory();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-samples-");

    public SnippetTests()
    {
        // The tests of a class run one after the other, and no other class here asks for the current folder.
        Directory.SetCurrentDirectory(_folder.FullName);
        using CoreMLModel model = CoreMLModel.Open(Model);
        model.Save("Digits.mlpackage");
    }

    public void Dispose()
    {
        Directory.SetCurrentDirectory(_before);
        _folder.Delete(recursive: true);
    }

    [Fact]
    public void Compress()
    {
        Snippets.Compress();
        using CoreMLModel original = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel compressed = CoreMLModel.Open("Digits-int8.mlpackage");
        Assert.Contains(compressed.ReadWeights(), weight => weight.Storage == "constexpr_affine_dequantize");
        Assert.Equal("dense", compressed.ReadWeights().Single(weight => weight.Name == "conv2_weight").Storage);
        Assert.True(compressed.SizeInBytes < original.SizeInBytes);
    }

    [Fact]
    public void CompressAndEdit()
    {
        Snippets.CompressAndEdit();
        using CoreMLModel compressed = CoreMLModel.Open("Digits-int8.mlpackage");
        Assert.Equal(2, compressed.ReadWeights().Count(weight => weight.Storage == "constexpr_affine_dequantize"));
        Assert.Matches(@"^Recognizes a handwritten digit\. Weights of \d+ bytes\.$", compressed.Metadata.ShortDescription);
        Assert.Contains("\"bytesAfter\"", File.ReadAllText("Digits-int8.json"), StringComparison.Ordinal);
    }

    [Fact]
    public void Describe()
    {
        Snippets.Describe();
        using CoreMLModel model = CoreMLModel.Open("Digits-described.mlpackage");
        Assert.Equal("Vision team", model.Metadata.Author);
        Assert.Equal("optdigits", model.Metadata.UserDefined["dataset"]);
        Assert.StartsWith("8×8", model.Specification.Description.Input[0].ShortDescription, StringComparison.Ordinal);
    }

    [Fact]
    public void Diagnose() => Assert.StartsWith("CML1001: ", Printed(Snippets.Diagnose), StringComparison.Ordinal);

    [Fact]
    public void Weights() => Assert.StartsWith("144 values, the largest is ", Printed(Snippets.Weights), StringComparison.Ordinal);

    [Fact]
    public void Graph()
    {
        Snippets.Graph();
        using CoreMLModel model = CoreMLModel.Open("Digits-relu6.mlpackage");
        MilProgram program = model.ReadProgram();
        Assert.Empty(program.Verify());
        string[] types = [.. program.Functions[0].Body.Operations.Select(operation => operation.Type)];
        Assert.Equal(3, types.Count(type => type == "relu6"));
        Assert.DoesNotContain("relu", types);
    }

    [Fact]
    public void Validate()
    {
        Assert.StartsWith("no errors, ", Printed(Snippets.Validate), StringComparison.Ordinal);
        Assert.True(Directory.Exists("Digits-checked.mlpackage"));
    }

    private static string Printed(Action snippet)
    {
        TextWriter before = Console.Out;
        using var written = new StringWriter();
        Console.SetOut(written);
        try
        {
            snippet();
        }
        finally
        {
            Console.SetOut(before);
        }
        return written.ToString();
    }
}
