using CoreML.Format;
using CoreML.Mil;
using CoreML.Validation;

namespace CoreML.Samples.Tests;

/// <summary>Runs every piece of code that the documents show but for the page about coremltools.</summary>
[Collection(Folder)]
public sealed class SnippetTests : SnippetFolder
{
    [Fact]
    public void FirstProgram()
    {
        Snippets.FirstProgram();
        using CoreMLModel model = CoreMLModel.Open("First.mlpackage");
        Assert.Empty(TypeInference.Check(model.ReadProgram()));
    }

    [Fact]
    public void Classifier()
    {
        Snippets.Classifier();
        using CoreMLModel model = CoreMLModel.Open("Animals.mlpackage");
        Assert.Equal("classLabel", model.Specification.Description.PredictedFeatureName);
        Assert.Empty(TypeInference.Check(model.ReadProgram()));
    }

    [Fact]
    public void PartsOfPrograms()
    {
        Snippets.Classifier();
        Snippets.Inputs();
        Snippets.State();
        Snippets.Blocks();
        Snippets.SharedWeights();
        foreach (string name in (string[])["Inputs", "Counter", "Blocks", "Functions"])
        {
            using CoreMLModel model = CoreMLModel.Open($"{name}.mlpackage");
            Assert.Empty(TypeInference.Check(model.ReadProgram()));
            Assert.Empty(model.Validate().Errors);
        }
        using CoreMLModel functions = CoreMLModel.Open("Functions.mlpackage");
        Assert.Single(functions.ReadWeights().Select(weight => ((TensorConstant)((ProgramWeight)weight).Value!.Constant!).WeightLocation).Distinct());
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
    public void CompressionRules()
    {
        using (CoreMLModel model = CoreMLModel.Open("Digits.mlpackage"))
        {
            MilProgram program = model.ReadProgram();
            program.Functions["main"].Opset = "CoreML8";
            model.WriteProgram(program);
            model.Specification.SpecificationVersion = 9;
            model.Save("Network.mlpackage");
        }
        Snippets.CompressionRules();
        using CoreMLModel compressed = CoreMLModel.Open("Network-4bit.mlpackage");
        Assert.Equal(2, compressed.ReadWeights().Count(weight => weight.Storage == "constexpr_lut_to_dense"));
        using CoreMLModel dense = CoreMLModel.Open("Network-dense.mlpackage");
        Assert.All(dense.ReadWeights(), weight => Assert.Equal("dense", weight.Storage));
        Assert.StartsWith("<!DOCTYPE html>", File.ReadAllText("Network-4bit.html"), StringComparison.Ordinal);

        Snippets.CompressFurther();
        using CoreMLModel further = CoreMLModel.Open("Network-4bit-int8.mlpackage");
        Assert.True(further.ReadWeights().Sum(weight => weight.SizeInBytes) < compressed.ReadWeights().Sum(weight => weight.SizeInBytes));
        Assert.Equal(2, further.ReadProgram().Functions["main"].Body.Operations.Count(
            operation => operation.Outputs[0].Name.EndsWith("_lut_0_quantized", StringComparison.Ordinal)));
    }

    [Fact]
    public void CompressNetwork()
    {
        static Specification.WeightParams Numbers(int count) => new() { FloatValue = { Enumerable.Range(0, count).Select(i => MathF.Sin(i)) } };
        using (CoreMLModel model = CoreMLModel.Create(new Specification.Model
        {
            SpecificationVersion = 1,
            Description = new Specification.ModelDescription(),
            NeuralNetwork = new Specification.NeuralNetwork
            {
                Layers =
                {
                    new Specification.NeuralNetworkLayer { Name = "first", InnerProduct = new() { InputChannels = 20, OutputChannels = 10, Weights = Numbers(200) } },
                    new Specification.NeuralNetworkLayer { Name = "norm", Batchnorm = new() { Channels = 10, Gamma = Numbers(10) } },
                    new Specification.NeuralNetworkLayer { Name = "output", InnerProduct = new() { InputChannels = 10, OutputChannels = 100, Weights = Numbers(1000) } },
                },
            },
        }))
        {
            model.Save("Network.mlmodel");
        }
        Snippets.CompressNetwork();
        using CoreMLModel compressed = CoreMLModel.Open("Network-5bit.mlmodel");
        Assert.Equal(["linear_quantized", "dense", "lookup_table_quantized"], compressed.ReadWeights().Select(weight => weight.Storage));
        using CoreMLModel half = CoreMLModel.Open("Network-half.mlmodel");
        Assert.All(half.ReadWeights(), weight => Assert.Equal(ElementType.Float16, weight.ElementType));
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

    [Theory]
    [InlineData("Price.mlmodel")]
    [InlineData("Animals.mlmodel")]
    [InlineData("Root.mlmodel")]
    [InlineData("Answer.mlmodel")]
    [InlineData("Numbers.mlpackage")]
    public void Build(string path)
    {
        Action build = path switch
        {
            "Price.mlmodel" => Snippets.BuildLinear,
            "Animals.mlmodel" => Snippets.BuildNetwork,
            "Root.mlmodel" => Snippets.BuildLoop,
            "Answer.mlmodel" => Snippets.BuildPipeline,
            _ => Snippets.BuildOnPackage,
        };
        build();
        using CoreMLModel model = CoreMLModel.Open(path);
        Assert.Empty(model.Validate().Errors);
    }

    [Fact]
    public void BuildWrongNetwork() => Assert.StartsWith("error CML3102: ", Printed(Snippets.BuildWrongNetwork), StringComparison.Ordinal);

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
    public void OperationTypes()
    {
        string[] lines = Printed(Snippets.OperationTypes).Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        Assert.Equal(2, lines.Length);
        Assert.StartsWith("max_pool(x: T[N, C, D...], ", lines[0], StringComparison.Ordinal);
        Assert.Equal("tensor<fp32, [1, 3, 2, 2]>", lines[1]);
    }

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
}
