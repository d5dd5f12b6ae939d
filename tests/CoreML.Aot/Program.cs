using System.Runtime.CompilerServices;
using CoreML.Aot;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

// Runs the code that applications run, in a native file: open, read, edit, compress, save.
if (args is not [string source])
{
    Console.Error.WriteLine("usage: CoreML.Aot MODEL");
    return 2;
}
string folder = Directory.CreateTempSubdirectory("coreml-aot-").FullName;
try
{
    Check.That(!RuntimeFeature.IsDynamicCodeSupported, "this is a native file");
    using CoreMLModel model = CoreMLModel.Open(source);
    IReadOnlyList<ModelWeight> weights = model.ReadWeights();
    Check.That(weights.Count > 0, "the model has weights");
    Check.That(weights.All(weight => weight.Decode().Length == weight.SizeInBytes), "dense weights decode to what is stored");

    string copied = Path.Combine(folder, "copied.mlpackage");
    model.Save(copied);
    Check.Same(model, copied);

    string edited = Path.Combine(folder, "edited.mlpackage");
    MilProgram program = model.ReadProgram();
    program.DocString = "edited";
    Check.That(program.Verify().Count == 0, "the graph holds together");
    Check.That(TypeInference.Check(program).Count == 0, "its types are those that follow from its operations");
    model.WriteProgram(program);
    model.Save(edited);
    using (CoreMLModel other = CoreMLModel.Open(edited))
    {
        Check.That(other.ReadProgram().DocString == "edited", "an edit of the graph is saved");
    }

    string zipped = Path.Combine(folder, "zipped.zip");
    model.Save(zipped);
    Check.Same(model, zipped);

    string compressed = Path.Combine(folder, "compressed.mlpackage");
    CompressionReport report = model.CompressTo(compressed, new CompressionOptions { Default = Quantize.Int8() });
    Check.That(report.CompressedCount > 0 && report.BytesAfter < report.BytesBefore, "the weights became smaller");
    Check.That(report.ToJson().Length > 0, "the report is JSON as well");
    using (CoreMLModel smaller = CoreMLModel.Open(compressed))
    {
        Check.That(smaller.SizeInBytes < model.SizeInBytes, "the model became smaller");
        Check.That(smaller.ReadWeights().All(weight => !weight.Decode().IsEmpty), "compressed weights decode");
    }

    Check.That(!CoreMLModel.TryOpen(folder, out _, out IReadOnlyList<Diagnostic> diagnostics), "a folder is no model");
    Check.That(diagnostics[0].Code == "CML1101", "and the diagnostic says why");
    Console.WriteLine($"Native: {weights.Count} weights read, {report.CompressedCount} compressed, everything as it should be.");
    return 0;
}
finally
{
    Directory.Delete(folder, recursive: true);
}
