using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

// The model lies beside the program, and so will the compressed one; or name the two yourself.
string source = args.Length > 0 ? args[0] : Path.Combine(AppContext.BaseDirectory, "Digits.mlpackage");
string target = args.Length > 1 ? args[1] : Path.Combine(AppContext.BaseDirectory, "Digits-int8.mlpackage");

using CoreMLModel model = CoreMLModel.Open(source);
Console.WriteLine(source);
Console.WriteLine();
Console.Write(ModelSummary.Of(model).ToText());
Console.WriteLine();

CompressionReport report = model.CompressTo(target, new CompressionOptions { Default = Quantize.Int8() });
Console.WriteLine(report);
Console.WriteLine();

using CoreMLModel compressed = CoreMLModel.Open(target);
foreach (ModelWeight weight in compressed.ReadWeights().Where(weight => weight.Storage != "dense"))
{
    Console.WriteLine($"{weight.Name} is stored by {weight.Storage} and decodes to {weight.ElementCount} × {weight.ElementType.Name}.");
}
Console.WriteLine($"{model.SizeInBytes} bytes became {compressed.SizeInBytes}: {target}");
