using System.IO.Compression;
using CoreML.Specification;
using CoreML.Tests;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>The outputs that the pages about diagnostics show are what really comes out.</summary>
public sealed class ExampleTests : IDisposable
{
    // What somebody does in a folder to get the diagnostic.
    private static readonly SortedDictionary<string, Action<TemporaryFolder>> Examples = new(StringComparer.Ordinal)
    {
        ["CML1001"] = folder => CoreMLModel.Open(folder["Flowers.mlmodel"]),
        ["CML1002"] = folder =>
        {
            Directory.CreateDirectory(folder["weight.bin"]);
            WeightFile.Open(folder["weight.bin"]);
        },
        ["CML1003"] = folder =>
        {
            Directory.CreateDirectory(folder["Flowers.mlmodelc"]);
            File.WriteAllBytes(Path.Combine(folder["Flowers.mlmodelc"], "coremldata.bin"), []);
            CoreMLModel.Open(folder["Flowers.mlmodelc"]);
        },
        ["CML1004"] = folder => OpenFile(folder, []),
        ["CML1101"] = folder => CoreMLModel.Open(Directory.CreateDirectory(folder["Flowers.mlpackage"]).FullName),
        ["CML1102"] = folder => OpenPackage(folder, manifest => manifest.Replace("\"name\": \"weights\",", "", StringComparison.Ordinal)),
        ["CML1103"] = folder => OpenPackage(folder, manifest => manifest.Replace("1.0.0", "2.0.0", StringComparison.Ordinal)),
        ["CML1104"] = folder => OpenPackage(folder, manifest => manifest.Replace("CoreML/model.", "CoreML/other.", StringComparison.Ordinal)),
        ["CML1105"] = folder => OpenPackage(folder, manifest => manifest.Replace("com.apple.CoreML/w", "../w", StringComparison.Ordinal)),
        ["CML1106"] = folder => new DirectoryStore(folder.Path, followLinks: false, ReadLimits.Default).OpenSource(SamplePackage.WeightsPath),
        ["CML1107"] = folder => OpenPackage(folder, manifest => manifest.Replace("/weights", "/model.mlmodel", StringComparison.Ordinal)),
        ["CML1108"] = folder => OpenPackage(folder, manifest => manifest, new() { MaxManifestBytes = 256 }),
        ["CML1201"] = folder =>
        {
            File.WriteAllBytes(folder["Flowers.zip"], new SamplePackage().ToZip("export/Flowers.mlpackage/"));
            CoreMLModel.Open(folder["Flowers.zip"]);
        },
        ["CML1202"] = folder =>
        {
            var package = new SamplePackage();
            package.Files[SamplePackage.WeightsPath] = new byte[4096];
            File.WriteAllBytes(folder["Flowers.zip"], package.ToZip(level: CompressionLevel.NoCompression));
            using CoreMLModel model = CoreMLModel.Open(folder["Flowers.zip"], new() { Limits = new() { MaxArchiveEntryBytes = 1000 } });
            model.GetWeightFile(SamplePackage.WeightsReference);
        },
        ["CML1301"] = folder =>
        {
            using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
            model.ReplaceWeightFile(SamplePackage.WeightsReference, new TrapSource(() => throw new IOException("No space left on device")));
            model.Save(folder["Flowers.mlpackage"]);
        },
        ["CML1302"] = folder =>
        {
            using CoreMLModel model = CoreMLModel.Open(new SamplePackage().WriteTo(folder["Flowers.mlpackage"]));
            model.Save(folder["Flowers.mlmodel"]);
        },
        ["CML1303"] = folder =>
        {
            File.WriteAllText(folder["Documents"], "");
            using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
            model.Save(folder["Documents"]);
        },
        ["CML1304"] = folder => OutputFile.Write(Directory.CreateDirectory(folder["weights.npy"]).FullName, _ => { }),
        ["CML2001"] = folder => OpenFile(folder, SampleModels.NeuralNetwork().ToByteArray()[..^20]),
        ["CML2002"] = folder => OpenFile(folder, "<html><body>Not found</body></html>"u8.ToArray()),
        ["CML2003"] = folder => OpenFile(folder, Nested(60).ToByteArray()),
        ["CML2004"] = folder => OpenFile(folder, SampleModels.NeuralNetwork().ToByteArray(), new() { MaxStringBytes = 4 }),
        ["CML2005"] = folder => OpenFile(folder, new WireBytes().Message(2, new WireBytes().Message(1, new WireBytes().Bytes(1, 0x67, 0xFC, 0x6E))).ToArray()),
        ["CML3001"] = folder =>
        {
            using CoreMLModel model = CoreMLModel.Open(new SamplePackage().WriteTo(folder["Flowers.mlpackage"]));
            model.GetWeightFile("@model_path/weights/1-weight.bin");
        },
        ["CML3002"] = folder => OpenWeights(folder, new RawWeights(132, version: 1)),
        ["CML3003"] = folder => OpenWeights(folder, new RawWeights(132)),
        ["CML3004"] = folder => OpenWeights(folder, new RawWeights(132).Record(size: 4096)),
        ["CML3005"] = folder => OpenWeights(folder, new RawWeights(132).Record(type: 18)),
        ["CML3006"] = folder => OpenWeights(folder, new RawWeights(132).Record(type: 2, size: 3)),
        ["CML3007"] = folder =>
        {
            using CoreMLModel model = CoreMLModel.Open(new SamplePackage().WriteTo(folder["Flowers.mlpackage"]));
            model.GetWeightFile("@model_path/../../../secret.bin");
        },
    };

    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Codes => [.. Examples.Keys];

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Codes))]
    public void Page_shows_what_comes_out(string code)
    {
        CoreMLException exception = Assert.Throws<CoreMLException>(() => Examples[code](_folder));
        Assert.Equal(code, exception.Code);
        // Pages speak of files, not of where tests keep them.
        string output = exception.Message.Replace(_folder.Path + Path.DirectorySeparatorChar, "", StringComparison.Ordinal);
        Assert.Contains($"\n```text\n{output}\n```\n", DiagnosticPages.Read(code), StringComparison.Ordinal);
    }

    [Fact]
    public void Every_diagnostic_about_files_has_an_example() => Assert.Equal(
        FormatDiagnostics.All.Select(descriptor => descriptor.Code).Where(code => string.CompareOrdinal(code, "CML3100") < 0),
        Examples.Keys);

    private static Model Nested(int pipelines)
    {
        Model model = SampleModels.Scaler();
        for (int i = 0; i < pipelines; i++)
        {
            model = new Model { Pipeline = new Pipeline { Models = { model } } };
        }
        return model;
    }

    private static void OpenFile(TemporaryFolder folder, byte[] bytes, ReadLimits? limits = null)
    {
        File.WriteAllBytes(folder["Flowers.mlmodel"], bytes);
        CoreMLModel.Open(folder["Flowers.mlmodel"], new() { Limits = limits ?? ReadLimits.Default });
    }

    private static void OpenPackage(TemporaryFolder folder, Func<string, string> edit, ReadLimits? limits = null)
    {
        string path = new SamplePackage().WithManifest(edit(SamplePackage.Manifest)).WriteTo(folder["Flowers.mlpackage"]);
        CoreMLModel.Open(path, new() { Limits = limits ?? ReadLimits.Default });
    }

    private static void OpenWeights(TemporaryFolder folder, RawWeights weights)
    {
        File.WriteAllBytes(folder["weight.bin"], weights.Bytes);
        using WeightFile file = WeightFile.Open(folder["weight.bin"]);
        file.GetBlob(64);
    }
}
