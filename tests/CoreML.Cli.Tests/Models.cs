using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf;
using Spec = CoreML.Specification.MILSpec;

namespace CoreML.Cli.Tests;

/// <summary>A folder for one test, and models in it.</summary>
internal sealed class Models : IDisposable
{
    public const int Rows = 64;
    public const int Columns = 128;

    public string Folder { get; } = Directory.CreateTempSubdirectory("coreml-cli-").FullName;

    /// <summary>The names of everything in the folder, sorted.</summary>
    public string[] Names => [.. Directory.EnumerateFileSystemEntries(Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal)!];

    public string At(params ReadOnlySpan<string> parts) => Path.Combine([Folder, .. parts]);

    public static string WeightFileOf(string package) => Path.Combine(package, "Data", "com.apple.CoreML", "weights", "weight.bin");

    public static string SpecificationOf(string package) => Path.Combine(package, "Data", "com.apple.CoreML", "model.mlmodel");

    /// <summary>An ML program with a weight for each function, <c>w</c> of [64, 128] fp16.</summary>
    public string Program(string name = "in.mlpackage", string weight = "w", params string[] functions)
    {
        var program = new MilProgram();
        foreach (string function in functions.DefaultIfEmpty("main"))
        {
            AddLinear(program.AddFunction(function, "CoreML8"), weight, Weights());
        }
        return Save(program, name);
    }

    /// <summary>An ML program whose weights have types that NumPy lacks.</summary>
    public string OddTypes()
    {
        var program = new MilProgram();
        MilBlock body = program.AddFunction("main", "CoreML8").Body;
        MilValue[] weights =
        [
            body.AppendConst("brain", TensorConstant.FromPacked(new TensorType(ElementType.BFloat16, [16]), Enumerable.Repeat((byte)0x3F, 32).ToArray())),
            body.AppendConst("four", TensorConstant.FromPacked(new TensorType(ElementType.Int4, [16]), Enumerable.Repeat((byte)0x79, 8).ToArray())),
            body.AppendConst("bit", TensorConstant.FromPacked(new TensorType(ElementType.UInt1, [16]), new byte[] { 0x01, 0x80 })),
        ];
        body.SetOutputs(weights);
        return Save(program, "odd.mlpackage");
    }

    /// <summary>A model that has no weights.</summary>
    public string Identity(string name = "identity.mlmodel")
    {
        using CoreMLModel model = CoreMLModel.Create(new Model { SpecificationVersion = 1, Description = Describe(), Identity = new Identity() });
        model.Save(At(name));
        return At(name);
    }

    /// <summary>A neural network of one inner product.</summary>
    public string Network(string name = "network.mlmodel", float first = 1)
    {
        var layer = new NeuralNetworkLayer
        {
            Name = "fc",
            Input = { "x" },
            Output = { "y" },
            InnerProduct = new InnerProductLayerParams
            {
                InputChannels = 2,
                OutputChannels = 3,
                Weights = new WeightParams { FloatValue = { first, 2, 3, 4, 5, 6 } },
            },
        };
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 1,
            Description = Describe(),
            NeuralNetwork = new NeuralNetwork { Layers = { layer } },
        });
        model.Save(At(name));
        return At(name);
    }

    /// <summary>A pipeline of single files.</summary>
    public string Pipeline(params string[] stages)
    {
        var pipeline = new Pipeline { Models = { stages.Select(stage => Model.Parser.ParseFrom(File.ReadAllBytes(stage))) } };
        string path = At("pipeline.mlmodel");
        File.WriteAllBytes(path, new Model { SpecificationVersion = 1, Description = Describe(), Pipeline = pipeline }.ToByteArray());
        return path;
    }

    /// <summary>A package whose weight is so large that work on it does not end by itself while a test looks. It takes no
    /// room: all of the weight is a hole in the file.</summary>
    public string Large()
    {
        const long Elements = 1L << 29;
        string path = Program("large.mlpackage");
        using CoreMLModel model = CoreMLModel.Open(path);
        MilProgram program = model.ReadProgram();
        MilFunction main = program.Functions["main"];
        MilValue weight = main.FindValue("w")!;
        var type = new TensorType(ElementType.Float16, [1024, Elements / 1024]);
        weight.Type = type;
        weight.Operation!.Attributes["val"] = TensorConstant.FromWeights(
            type, model, new WeightLocation("@model_path/weights/weight.bin", 64));
        Model specification = model.Specification.Clone();
        specification.MlProgram = MilProgramWriter.Write(program);
        File.WriteAllBytes(SpecificationOf(path), specification.ToByteArray());
        using FileStream file = new(WeightFileOf(path), FileMode.Open);
        file.Position = 64 + 8;
        file.Write(BitConverter.GetBytes(2 * Elements));
        file.SetLength(128 + 2 * Elements);
        return path;
    }

    /// <summary>Puts texts beside the specification of a package, as Xcode does.</summary>
    public static void AddOverlays(string package)
    {
        string manifest = Path.Combine(package, "Manifest.json");
        string items = "";
        foreach ((string name, string text) in new[]
        {
            ("Metadata.json", """{"MLModelAuthorKey": "Xcode"}"""),
            ("FeatureDescriptions.json", """{"Inputs": {"x": {"MLFeatureShortDescription": "128 numbers"}}}"""),
        })
        {
            File.WriteAllText(Path.Combine(package, "Data", "com.apple.CoreML", name), text);
            items += $$"""
                "{{name}}": {"author": "com.apple.CoreML", "description": "", "name": "{{name}}", "path": "com.apple.CoreML/{{name}}"},
                """;
        }
        const string Entries = "\"itemInfoEntries\": {";
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace(Entries, Entries + items, StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);

    private static void AddLinear(MilFunction function, string weight, byte[] values)
    {
        MilValue x = function.AddInput("x", new TensorType(ElementType.Float16, [1, Columns]));
        MilValue w = function.Body.AppendConst(
            weight, TensorConstant.FromPacked(new TensorType(ElementType.Float16, [Rows, Columns]), values));
        MilOperation y = function.Body.Append("linear", [("x", x), ("weight", w)], [("y", new TensorType(ElementType.Float16, [1, Rows]))]);
        function.Body.SetOutputs(y.Output);
    }

    private static byte[] Weights()
    {
        var random = new Random(5);
        Half[] values = [.. Enumerable.Range(0, Rows * Columns).Select(_ => (Half)(random.NextSingle() - 0.5f))];
        return MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
    }

    private string Save(MilProgram program, string name)
    {
        using CoreMLModel model = CoreMLModel.Create(new Model
        {
            SpecificationVersion = 9,
            Description = Describe(),
            MlProgram = new Spec.Program(),
        });
        model.Metadata.Author = "Somebody";
        model.Metadata.UserDefined["key"] = "value";
        model.WriteProgram(program);
        model.Save(At(name));
        return At(name);
    }

    private static ModelDescription Describe() => new()
    {
        Input = { Feature("x", Columns) },
        Output = { Feature("y", Rows) },
    };

    private static FeatureDescription Feature(string name, long size) => new()
    {
        Name = name,
        Type = new FeatureType
        {
            MultiArrayType = new ArrayFeatureType { Shape = { 1, size }, DataType = ArrayFeatureType.Types.ArrayDataType.Float16 },
        },
    };
}
