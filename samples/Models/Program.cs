using CoreML.Format;
using CoreML.Quantization;
using Models;

// Builds every model, saves it and compresses it:
//   dotnet run --project samples/Models FOLDER
string folder = args.Length > 0 ? args[0] : ".";
foreach ((string name, Func<CoreMLModel> build) in Gallery.All)
{
    string path = Path.Combine(folder, $"{name}.mlpackage");
    using (CoreMLModel model = build())
    {
        model.Save(path);
    }
    using CoreMLModel saved = CoreMLModel.Open(path);
    CompressionReport report = saved.CompressTo(
        Path.Combine(folder, $"{name}-int8.mlpackage"), new CompressionOptions { Default = Quantize.Int8() });
    Console.WriteLine($"{name}: {report.CompressedCount} weights, {saved.SizeInBytes} → {report.BytesAfter} bytes");
}
