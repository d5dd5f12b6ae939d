using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace EndToEnd;

/// <summary>What is measured: open, compress, verify, save, page cache warm.</summary>
internal static class Cases
{
    public static IReadOnlyList<Case> All { get; } =
    [
        Compress("int8 per channel", Quantize.Int8(), 8),
        Compress("int4 per block of 32", Quantize.Int4().PerBlock(32), 9),
        Compress("4-bit k-means per tensor", Palettize.Bits(4), 16),
        Compress("4-bit k-means per 16 channels", Palettize.Bits(4).PerGroupedChannel(16), 60),
        Compress("50 % magnitude pruning", Prune.Magnitude(0.5), 10),
        Compress("8-bit k-means per tensor", Palettize.Bits(8), 80),
        Compress("4-bit uniform per tensor", Palettize.Bits(4).Uniform()),
        new("decompress int8", Decompressible, (input, output) => Run(input, output, Storage.Dense()), 8),
        CompressSingle("fp32: int8 per channel", Quantize.Int8(), 16),
        CompressSingle("fp32: int4 per block of 32", Quantize.Int4().PerBlock(32), 18),
        CompressSingle("fp32: 4-bit k-means per tensor", Palettize.Bits(4), 32),
        CompressSingle("fp32: 50 % magnitude pruning", Prune.Magnitude(0.5), 20),
        CompressSingle("fp32: to float16", Storage.Float16()),
        Compress("vectors of 2, 16 entries", Palettize.Bits(4).Vectors(2)),
        new("open 4 GiB", Huge, (input, _) => CoreMLModel.Open(input).Dispose()),
        new("metadata of 4 GiB, to another path", Huge, (input, output) => EditMetadata(input, output)),
        new("metadata of 4 GiB, over itself", Huge, (input, _) => EditMetadata(input, input)),
        new("build and save 2,000 operations with 1,000 weights", _ => "", (_, output) => ProgramInputs.Build(output)),
        new("load 2,000 operations into the graph", ProgramInputs.Make, (input, _) => ProgramInputs.Load(input)),
        new("load 2,000 operations, fresh process", ProgramInputs.Make, (input, _) => ProgramInputs.Load(input), Fresh: true),
        new("do nothing, fresh process", _ => "", (_, _) => { }, Fresh: true),
        new("open and validate 1,000 trees of 31 nodes", folder => ValidationInputs.Trees(folder, 1000, 15), (input, _) => ValidationInputs.OpenAndValidate(input)),
        new("open and validate 1,000 trees of 999 nodes", folder => ValidationInputs.Trees(folder, 1000, 499), (input, _) => ValidationInputs.OpenAndValidate(input)),
        new("open and validate 4,000 operations", ValidationInputs.Program, (input, _) => ValidationInputs.OpenAndValidate(input)),
        new("validate 1,000 trees of 31 nodes", folder => ValidationInputs.Trees(folder, 1000, 15), (input, _) => ValidationInputs.Validate(input)),
        new("validate 1,000 trees of 999 nodes", folder => ValidationInputs.Trees(folder, 1000, 499), (input, _) => ValidationInputs.Validate(input)),
        new("validate 4,000 operations", ValidationInputs.Program, (input, _) => ValidationInputs.Validate(input)),
        new("read all weights", Large, (input, _) => ReadAll(input)),
        new("copy the weight file", Large, CopyFile),
        new("int8, 2 GiB of 64 MB weights", folder => Inputs.Make(folder, ElementType.Float16, 32, 8192, 4096), (input, output) => Run(input, output, Quantize.Int8())),
        new("int8, 4 GiB of 64 MB weights", Huge, (input, output) => Run(input, output, Quantize.Int8())),
    ];

    private static string Large(string folder) => Inputs.Make(folder, ElementType.Float16, 1, 8192, 8192);

    private static string Huge(string folder) => Inputs.Make(folder, ElementType.Float16, 64, 8192, 4096);

    private static Case Compress(string name, CompressionScheme scheme, double? target = null) =>
        new(name, Large, (input, output) => Run(input, output, scheme), target);

    private static Case CompressSingle(string name, CompressionScheme scheme, double? target = null) =>
        new(name, folder => Inputs.Make(folder, ElementType.Float32, 1, 8192, 8192), (input, output) => Run(input, output, scheme), target);

    private static string Decompressible(string folder)
    {
        string path = Path.Combine(folder, "int8.mlpackage");
        if (!Directory.Exists(path))
        {
            Run(Large(folder), path, Quantize.Int8());
        }
        return path;
    }

    private static void Run(string input, string output, CompressionScheme scheme)
    {
        using CoreMLModel model = CoreMLModel.Open(input);
        CompressionReport report = model.CompressTo(output, new CompressionOptions { Default = scheme });
        if (report.CompressedCount == 0)
        {
            throw new InvalidOperationException(report.ToString());
        }
    }

    // The weight file is cloned or linked; without that the file system copies 4 GiB.
    private static void EditMetadata(string input, string output)
    {
        using CoreMLModel model = CoreMLModel.Open(input);
        model.Metadata.Author = "Somebody";
        model.Metadata.UserDefined["run"] = Guid.NewGuid().ToString();
        model.Save(output, new SaveOptions { ShareFiles = true, Copied = new Refusal() });
    }

    private sealed class Refusal : IProgress<CopiedFile>
    {
        public void Report(CopiedFile value) => throw new InvalidOperationException($"{value.Path} was copied: the file system cannot share it.");
    }

    private static void ReadAll(string input)
    {
        using CoreMLModel model = CoreMLModel.Open(input);
        byte[] buffer = new byte[1 << 18];
        foreach (ModelWeight weight in model.ReadWeights())
        {
            using Stream stream = ((TensorConstant)((ProgramWeight)weight).Value!.Constant!).GetBlob()!.OpenStream();
            while (stream.Read(buffer) > 0)
            {
            }
        }
    }

    private static void CopyFile(string input, string output)
    {
        Directory.CreateDirectory(output);
        File.Copy(
            Path.Combine(input, "Data", "com.apple.CoreML", "weights", "weight.bin"), Path.Combine(output, "weight.bin"), overwrite: true);
    }
}
