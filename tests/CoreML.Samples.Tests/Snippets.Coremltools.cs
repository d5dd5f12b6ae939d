using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Samples.Tests;

// What docs/coming-from-coremltools.md shows.
internal static partial class Snippets
{
    public static void OpenAndSave()
    {
        // snippet: ct-open
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        Console.WriteLine(model.Type); // model.get_spec().WhichOneof("Type")
        model.Specification.Description.Input[0].ShortDescription = "pixels"; // every field is there, as in get_spec()
        model.Save("Copy.mlpackage");
        // end
    }

    public static void Metadata()
    {
        // snippet: ct-metadata
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.Metadata.Author = "Vision team";
        model.Metadata.ShortDescription = "Reads digits";
        model.Metadata.UserDefined["dataset"] = "optdigits";
        model.Inputs["x"].Description = "8×8 pixels, 0 to 16";
        model.Save("Described.mlpackage", new SaveOptions { ShareFiles = true }); // weights are not copied
        // end
    }

    public static void RenameFeatures()
    {
        // snippet: ct-rename
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.Inputs["x"].Rename("image"); // description and program, layers, pipeline stages, preprocessing
        model.Outputs["classLabel"].Rename("digit");
        model.Save("Renamed.mlpackage");
        // end
    }

    public static void Labels()
    {
        // snippet: ct-labels
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.ReplaceClassLabels(["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]);
        Console.WriteLine(string.Join(" ", model.ReadClassLabels()));
        model.Save("Labelled.mlpackage");
        // end
    }

    public static void Types()
    {
        // snippet: ct-types
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.Inputs["x"].ChangeElementType(ElementType.Float16); // with the cast in the program
        model.Inputs["x"].ChangeToImage(CoreML.Specification.ImageFeatureType.Types.ColorSpace.Grayscale);
        model.Save("Image.mlpackage");
        // end
    }

    public static void Shapes()
    {
        // snippet: ct-shapes
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        ModelFeature input = model.Inputs["x"];
        input.FixShape(1, 1, 8, 8); // inferred through the whole program
        Console.WriteLine(input);
        model.Save("Fixed.mlpackage");
        // end
    }

    public static void Weigh()
    {
        // snippet: ct-weights
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        ModelWeight weight = model.ReadWeights().OrderByDescending(weight => weight.ElementCount).First();
        NumpyFile.Write("weight.npy", weight); // decoded, whatever it was compressed with
        model.ReplaceWeight(weight.Name, NumpyFile.Read("weight.npy"));
        model.Save("SameWeights.mlpackage");
        // end
    }

    public static void EditGraph()
    {
        // snippet: ct-graph
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        MilProgram program = model.ReadProgram();
        MilFunction main = program.Functions["main"];
        MilValue relu = main.Body.Operations.First(operation => operation.Type == "relu").Output;
        relu.Splice(x => main.Body.InsertAfter(x.Operation!, "tanh", [("x", x)], [("squashed", x.Type)]).Output);
        model.WriteProgram(program);
        model.Save("Spliced.mlpackage");
        // end
    }

    public static void CutModel()
    {
        // snippet: ct-cut
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        string middle = model.ReadProgram().Functions["main"].Body.Operations.First(operation => operation.Type == "max_pool").Output.Name;
        (CoreMLModel first, CoreMLModel second) = model.Cut(middle);
        using (first)
        using (second)
        {
            first.Save("First.mlpackage");
            second.Save("Second.mlpackage");
        }
        // end
    }

    public static void Functions()
    {
        // snippet: ct-functions
        using CoreMLModel digits = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel described = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel both = ModelSurgery.Merge(("read", digits), ("check", described)); // equal weights are kept once
        both.Save("Both.mlpackage");
        using CoreMLModel one = both.ExtractFunction("check");
        one.Save("One.mlpackage");
        // end
    }

    public static void CompressWeights()
    {
        // snippet: ct-compress
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        Console.WriteLine(model.CompressTo("Small.mlpackage", new CompressionOptions { Default = Quantize.Int8() }));
        // end
    }

    public static void Version()
    {
        // snippet: ct-version
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        foreach (VersionReason reason in RequiredVersion.Of(model.Specification).Reasons)
        {
            Console.WriteLine(reason); // why it cannot be older
        }
        foreach (Diagnostic kept in model.Retarget(8)) // iOS 17, macOS 14
        {
            Console.WriteLine(kept); // an operation that would be another one
        }
        model.Save("Newer.mlpackage");
        // end
    }

    public static void Json()
    {
        // snippet: ct-json
        using CoreMLModel model = CoreMLModel.Open("Digits.mlpackage");
        model.SaveJson("Digits.json");
        string patched = File.ReadAllText("Digits.json").Replace("classLabel", "digit");
        model.ApplyJson(System.Text.Encoding.UTF8.GetBytes(patched));
        model.Save("Patched.mlpackage");
        // end
    }

    public static void Compare()
    {
        // snippet: ct-compare
        using CoreMLModel before = CoreMLModel.Open("Digits.mlpackage");
        using CoreMLModel after = CoreMLModel.Open("Digits.mlpackage");
        after.Inputs["x"].Rename("image");
        foreach (ModelDifference difference in ModelDiff.Compare(before, after))
        {
            Console.WriteLine(difference); // one line: renamed x to image
        }
        // end
    }
}
