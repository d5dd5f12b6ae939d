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
}
