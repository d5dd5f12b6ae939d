using System.Globalization;
using CoreML.Format;
using CoreML.Quantization;
using Models;

// Builds every model, saves it and compresses it in ways that iOS 16 knows; prints the bytes of all weights together, and the lowest
// signal-to-noise ratio of those that were compressed:
//   dotnet run -c Release --project samples/Models FOLDER
(string Name, CompressionScheme Scheme)[] schemes =
[
    ("int8 per channel", Quantize.Int8()),
    ("8-bit k-means", Palettize.Bits(8)),
    ("6-bit k-means", Palettize.Bits(6)),
    ("4-bit k-means", Palettize.Bits(4)),
    ("2-bit k-means", Palettize.Bits(2)),
    ("50 % pruned", Prune.Magnitude(0.5)),
];
string folder = args.Length > 0 ? args[0] : ".";
foreach ((string name, Func<CoreMLModel> build) in Gallery.All)
{
    string path = Path.Combine(folder, $"{name}.mlpackage");
    using (CoreMLModel model = build())
    {
        model.Save(path);
    }
    using CoreMLModel saved = CoreMLModel.Open(path);
    Console.WriteLine($"{name}: {saved.SizeInBytes} bytes");
    foreach ((string scheme, CompressionScheme how) in schemes)
    {
        CompressionReport report = saved.CompressTo(
            Path.Combine(folder, $"{name}-compressed.mlpackage"), new CompressionOptions { Default = how });
        double? snr = report.Weights.Where(weight => weight.Scheme is not null).Min(weight => weight.Snr);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  {scheme,-30} {report.CompressedCount,3} of {report.Weights.Count,3} weights, {report.BytesBefore,9} -> {report.BytesAfter,9} bytes, {snr:F1} dB"));
    }
}
