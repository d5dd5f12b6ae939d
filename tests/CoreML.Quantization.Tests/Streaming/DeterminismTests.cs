using System.Globalization;
using System.Security.Cryptography;
using CoreML.Format;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

/// <summary>The same weights give the same bytes, for any number of threads. Runs also in processes without instruction sets, whose
/// results are compared with those of this one.</summary>
public sealed class DeterminismTests
{
    private static readonly Lazy<string[]> One = new(() => Digests(1));

    /// <summary>What one thread makes.</summary>
    internal static string[] OfOneThread => One.Value;

    [Fact]
    public void Every_number_of_threads_gives_the_same_bytes_and_errors()
    {
        string[] seven = Digests(7);
        InstructionSets.WriteResults(seven);
        if (!InstructionSets.IsChild)
        {
            Assert.Equal(OfOneThread, seven);
            Assert.Equal(OfOneThread, Digests(2));
        }
    }

    // What each scheme makes: hashes of both files, and the errors in the report.
    private static string[] Digests(int threads)
    {
        using var fixture = new WeightFixture();
        var lines = new List<string>();
        Add(half: true, [48, 32], [.. SchemeTests.Schemes]);
        Add(half: false, [48, 32], [.. SchemeTests.Schemes, new("float16", Storage.Float16())]);
        // More than a piece.
        Add(half: true, [264, 256], [.. ((string[])["int8", "k-means", "pruned"]).Select(name => KeyValuePair.Create(name, SchemeTests.Schemes[name]))]);
        return [.. lines];

        void Add(bool half, long[] shape, KeyValuePair<string, CompressionScheme>[] schemes)
        {
            float[] weights = WeightFixture.Random((int)(shape[0] * shape[1]), seed: 31);
            using CoreMLModel model = CoreMLModel.Open(fixture.Save("CoreML8", "linear", "weight", shape, weights, half));
            foreach ((string name, CompressionScheme scheme) in schemes)
            {
                string output = fixture.At("out.mlpackage");
                var options = new CompressionOptions { Default = scheme, Threads = threads, WeightThreshold = 10, Strict = true };
                WeightReport report = model.CompressTo(output, options).Weights[0];
                string[] hashes = [.. Directory.GetFiles(output, "*.*", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
                    .Select(file => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(file)))[..16])];
                lines.Add(string.Create(
                    CultureInfo.InvariantCulture, $"{name} of {(half ? 16 : 32)} bits: {string.Join(' ', hashes)} {report.Snr:R} {report.WorstError:R}"));
            }
        }
    }
}
