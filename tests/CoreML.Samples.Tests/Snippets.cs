using CoreML.Builder;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;
using CoreML.Validation;

namespace CoreML.Samples.Tests;

/// <summary>The C# that the documents show. What stands between <c>// snippet: name</c> and <c>// end</c> is, word by word,
/// the block of that name; <see cref="DocumentTests"/> compares them and <see cref="SnippetTests"/> runs them.</summary>
internal static partial class Snippets
{
    public static void Compress()
    {
        // snippet: compress
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");

        foreach (ModelWeight weight in model.ReadWeights())
        {
            Console.WriteLine($"{weight.Name}: {weight.ElementType.Name} [{string.Join(", ", weight.Shape)}]");
        }

        CompressionReport report = model.CompressTo("Digits-int8.mlpackage", new CompressionOptions
        {
            Default = Quantize.Int8(),
            Rules = [WeightRule.Named("conv2_*")], // these stay as they are
        });
        Console.WriteLine(report);
        // end
    }

    public static void CompressionRules()
    {
        // snippet: compression-rules
        using CoreMLModel model = CoreMLModel.Open("Network.mlpackage");
        CompressionReport report = model.CompressTo("Network-4bit.mlpackage", new CompressionOptions
        {
            Default = Palettize.Bits(4).PerGroupedChannel(16),
            Rules =
            [
                WeightRule.Named("classifier*", Quantize.Int8()), // the first rule that matches decides
                WeightRule.UsedBy("gather"), // no scheme: tables of embeddings stay as they are
            ],
        });
        report.Save("Network-4bit.html");
        model.DecompressTo("Network-dense.mlpackage");
        // end
    }

    public static void CompressFurther()
    {
        // snippet: compress-further
        using CoreMLModel palettized = CoreMLModel.Open("Network-4bit.mlpackage");
        palettized.CompressTo("Network-4bit-int8.mlpackage", new CompressionOptions
        {
            Default = Quantize.Int8(), // of the tables; the indices stay
            JointCompression = true,
        });
        // end
    }

    public static void CompressNetwork()
    {
        // snippet: compress-network
        using CoreMLModel network = CoreMLModel.Open("Network.mlmodel");
        network.CompressTo("Network-5bit.mlmodel", new CompressionOptions
        {
            Default = QuantizeNetwork.Linear(5),
            Rules =
            [
                WeightRule.Named("output.weights", QuantizeNetwork.KMeans(6)),
                WeightRule.UsedBy("batchnorm"), // kinds of layers; no scheme: they stay as they are
            ],
            WeightThreshold = 0, // small weights and biases, too, as in coremltools
        });
        network.CompressTo("Network-half.mlmodel", new CompressionOptions { Default = Storage.Float16() });
        // end
    }

    public static void CompressAndEdit()
    {
        // snippet: compress-and-edit
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel small = model.Compress(out CompressionReport report);
        report.Save("Digits-int8.json");
        small.Metadata.ShortDescription += $" Weights of {report.BytesAfter} bytes.";
        small.Save("Digits-int8.mlpackage");
        // end
    }

    public static void Describe()
    {
        // snippet: describe
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.Metadata.Author = "Vision team";
        model.Metadata.UserDefined["dataset"] = "optdigits";
        model.Specification.Description.Input[0].ShortDescription = "8×8 pixels, 0 to 16";
        model.Save("Digits-described.mlpackage");
        // end
    }

    public static void Diagnose()
    {
        // snippet: diagnose
        if (!CoreMLModel.TryOpen("Missing.mlpackage", out CoreMLModel? model, out IReadOnlyList<Diagnostic> diagnostics))
        {
            foreach (Diagnostic diagnostic in diagnostics)
            {
                Console.WriteLine($"{diagnostic.Code}: {diagnostic.Message} {diagnostic.Advice}");
            }
            return;
        }
        using (model)
        {
            Console.WriteLine(model.Type);
        }
        // end
    }

    public static void Weights()
    {
        // snippet: weights
        using WeightFile file = WeightFile.Open("Digits.mlpackage/Data/com.apple.CoreML/weights/weight.bin");
        WeightBlob blob = file.Blobs.First(blob => blob.ElementType == ElementType.Float16);
        var values = new Half[blob.ElementCount];
        blob.Read<Half>(values); // one positioned read; nothing is mapped
        Console.WriteLine($"{values.Length} values, the largest is {values.Max()}");
        // end
    }

    public static void Graph()
    {
        // snippet: graph
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        MilProgram program = model.ReadProgram();
        MilBlock body = program.Functions[0].Body;
        foreach (MilOperation relu in body.Operations.Where(operation => operation.Type == "relu").ToArray())
        {
            MilValue old = relu.Output;
            MilOperation clipped = body.InsertAfter(
                relu, "relu6", [("x", relu.Inputs["x"].Argument)], [(old.Name + "_clipped", old.Type)]);
            old.ReplaceUses(clipped.Output);
            relu.Remove();
        }
        model.WriteProgram(program); // the model changes here, not before
        model.Save("Digits-relu6.mlpackage");
        // end
    }

    public static void OperationTypes()
    {
        // snippet: operation-types
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        foreach (Diagnostic finding in TypeInference.Check(model.ReadProgram()))
        {
            Console.WriteLine(finding); // the digits model has none
        }
        OperationDefinition pool = OperationCatalog.Find("max_pool")!;
        Console.WriteLine(pool.FindVersion(Opset.CoreML7)); // its signature in iOS 17
        MilType pooled = new TypeInference().Infer("max_pool", Opset.CoreML7,
            ("x", TensorConstant.Create<float>([1, 3, 4, 4], new float[48])),
            ("kernel_sizes", TensorConstant.Vector(2, 2)), ("strides", TensorConstant.Vector(2, 2)), ("pad_type", "valid"))[0];
        Console.WriteLine(pooled); // tensor<fp32, [1, 3, 2, 2]>
        // end
    }

    public static void Validate()
    {
        // snippet: validate
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        ValidationResult result = model.Validate(new ValidationOptions().With("CML8014", DiagnosticSeverity.Error));
        Console.WriteLine(result.IsValid ? result.Summary : result.ToString());
        model.Save("Digits-checked.mlpackage", new SaveOptions { Validate = ModelValidator.Default });
        // end
    }

    public static void BuildLinear()
    {
        // snippet: build-linear
        using CoreMLModel model = new LinearRegressorBuilder()
            .Input("area", Feature.Double)
            .Input("rooms", Feature.Int64)
            .Result(weights: [1.5, 12], offset: 40)
            .Predicts("price")
            .Describe("Estimates the price of a house.")
            .Build();
        model.Save("Price.mlmodel");
        // end
    }

    public static void BuildNetwork()
    {
        // snippet: build-network
        var network = new NeuralNetworkBuilder();
        Blob image = network.Input("image", Feature.Image(28, 28));
        network.ScalePixels(image, scale: 1 / 255f);
        Blob hidden = image
            .Convolution(new float[8 * 3 * 3 * 3], outputs: 8, kernel: (3, 3), padding: Padding.Same)
            .Relu()
            .MaxPool((2, 2))
            .Flatten();
        Console.WriteLine(hidden.Shape); // [1, 1568, 1, 1]
        Blob probabilities = hidden.InnerProduct(new float[3 * 1568], outputs: 3).Softmax();
        network.Classify(probabilities, "animal", ["bird", "cat", "dog"]);

        using CoreMLModel model = network.Build();
        model.Save("Animals.mlmodel");
        // end
    }

    public static void BuildWrongNetwork()
    {
        // snippet: build-wrong-network
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([4]));
        try
        {
            x.InnerProduct(new float[10], outputs: 3);
        }
        catch (CoreMLException exception)
        {
            Console.WriteLine(exception.Diagnostics[0]);
        }
        // end
    }

    public static void BuildLoop()
    {
        // snippet: build-loop
        var network = new NeuralNetworkBuilder();
        Blob x = network.Input("x", Feature.Array([1]));
        Blob root = x.Copy();
        Blob change = x.Copy();
        network.Loop(
            condition: () => change.Abs().Greater(1e-6f),
            body: () =>
            {
                Blob next = (root + x / root).Linear(0.5f);
                (next - root).CopyTo(change);
                next.CopyTo(root);
            },
            most: 50);
        using CoreMLModel model = network.Output("root", root).Build();
        model.Save("Root.mlmodel");
        // end
    }

    public static void BuildPipeline()
    {
        // snippet: build-pipeline
        using CoreMLModel scaler = new ScalerBuilder().Input("x", Feature.Array([2])).Scale(0.1).Output("scaled").Build();
        using CoreMLModel classifier = new LinearClassifierBuilder()
            .Input("scaled", Feature.Array([2])).Score([2, -1]).Labels("no", "yes").Predicts("answer", "probabilities").Build();

        using CoreMLModel pipeline = new PipelineBuilder()
            .Input("x", Feature.Array([2]))
            .Stage(scaler, "scale")
            .Stage(classifier, "classify")
            .Classifier()
            .Build();
        pipeline.Save("Answer.mlmodel");
        // end
    }

    public static void BuildOnPackage()
    {
        // snippet: build-on-package
        using CoreMLModel digits = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel words = new CategoricalMappingBuilder()
            .Input("classLabel", Feature.String).Map("0", 0).Map("1", 1).Unknown(-1).Output("number").Build();

        using CoreMLModel pipeline = new PipelineBuilder()
            .Input("x", Feature.Array([1, 1, 8, 8]))
            .Stage(digits)
            .Stage(words)
            .Output("number")
            .Build();
        pipeline.Save("Numbers.mlpackage");
        // end
    }
}
