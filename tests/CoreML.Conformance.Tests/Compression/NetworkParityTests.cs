using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Quantization;
using CoreML.Specification;
using CoreML.Validation;

namespace CoreML.Conformance.Tests;

public class NetworkParityTests
{
    // In the golden files every weight is compressed, whatever its size.
    private static readonly CompressionOptions Everything = new() { WeightThreshold = 0, Strict = true };

    public static TheoryData<string, CompressionScheme> Modes => new()
    {
        { "fp16", Storage.Float16() },
        { "linear2", QuantizeNetwork.Linear(2) },
        { "linear4", QuantizeNetwork.Linear(4) },
        { "linear8", QuantizeNetwork.Linear(8) },
        { "linear8", Quantize.UInt8().Asymmetric() },
        { "linear_symmetric8", QuantizeNetwork.LinearSymmetric() },
        { "linear_symmetric8", Quantize.Int8() },
        { "linear_lut2", QuantizeNetwork.LinearTable(2) },
        { "linear_lut4", QuantizeNetwork.LinearTable(4) },
        { "linear_lut8", Palettize.Bits(8).Uniform() },
    };

    [Theory]
    [MemberData(nameof(Modes))]
    public void Contents_are_those_of_coremltools(string mode, CompressionScheme scheme)
    {
        foreach (string network in (string[])["cnn", "mlp"])
        {
            using CoreMLModel golden = Golden(network, mode);
            using CoreMLModel result = Compress(network, scheme);
            Assert.Equal(golden.Specification.SpecificationVersion, result.Specification.SpecificationVersion);
            IReadOnlyList<NetworkWeight> expected = NetworkWeights.Enumerate(golden.Specification, "");
            IReadOnlyList<NetworkWeight> actual = NetworkWeights.Enumerate(result.Specification, "");
            Assert.Equal(expected.Select(weight => weight.Path), actual.Select(weight => weight.Path));
            foreach ((NetworkWeight theirs, NetworkWeight ours) in expected.Zip(actual))
            {
                Assert.True(theirs.Specification.Equals(ours.Specification), $"{network} {mode}: {ours.Path} differs.");
            }
            Assert.True(golden.Specification.NeuralNetwork.Equals(result.Specification.NeuralNetwork), $"{network} {mode}");
        }
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(8)]
    public void Tables_by_k_means_are_no_worse_than_those_of_coremltools(int bits)
    {
        foreach (string network in (string[])["cnn", "mlp"])
        {
            using CoreMLModel source = Golden(network, "base");
            using CoreMLModel golden = Golden(network, $"kmeans_lut{bits}");
            using CoreMLModel result = Compress(network, QuantizeNetwork.KMeans(bits));
            float[][] weights = Decode(source);
            foreach ((float[] weight, float[] theirs, float[] ours) in weights.Zip(Decode(golden), Decode(result)))
            {
                // Entries are rounded to single precision after the optimum is found.
                Assert.True(Inertia(weight, ours) <= Inertia(weight, theirs) + 1e-12 * weight.Length);
            }
            Assert.Equal(3, result.Specification.SpecificationVersion);
        }
    }

    [Fact]
    public void Decompressed_networks_are_what_coremltools_decodes()
    {
        foreach (string path in Shared.Files("quantized_*.mlmodel", "golden", "nn"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            string output = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.mlmodel");
            try
            {
                model.DecompressTo(output);
                using CoreMLModel dense = CoreMLModel.Open(output);
                IReadOnlyDictionary<string, NpyArray> expected = NpyReader.ReadArchive(Path.ChangeExtension(path, ".npz"));
                foreach (NetworkWeight weight in NetworkWeights.Enumerate(dense.Specification, ""))
                {
                    Assert.Equal(expected[weight.Name].Elements<float>(), weight.Specification.FloatValue);
                }
            }
            finally
            {
                File.Delete(output);
            }
        }
    }

    /// <summary>Every layer with weights that there is a golden model of, at every width.</summary>
    [Fact]
    public void Every_layer_stays_valid_at_every_width()
    {
        CompressionScheme[] schemes =
        [
            .. Enumerable.Range(1, 8).Select(QuantizeNetwork.Linear),
            .. Enumerable.Range(1, 8).Select(QuantizeNetwork.KMeans),
            .. Enumerable.Range(1, 8).Select(QuantizeNetwork.LinearTable),
            .. Enumerable.Range(2, 7).Select(QuantizeNetwork.LinearSymmetric),
            QuantizeNetwork.Int8Products(),
            Storage.Float16(),
        ];
        var kinds = new HashSet<NeuralNetworkLayer.LayerOneofCase>();
        foreach (string path in Shared.Files("*.mlmodel", "golden", "nn"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            if (!NetworkWeights.Enumerate(model.Specification, "").Any(weight => weight.Storage == "dense"))
            {
                continue;
            }
            HashSet<string> before = Findings(model);
            foreach (CompressionScheme scheme in schemes)
            {
                using CoreMLModel result = model.Compress(out CompressionReport report, new CompressionOptions { Default = scheme, WeightThreshold = 0 });
                foreach (WeightReport weight in report.Weights)
                {
                    Assert.True(weight.Scheme is not null ^ weight.Reason is not null, weight.Path);
                }
                foreach (NetworkWeight weight in NetworkWeights.Enumerate(result.Specification, ""))
                {
                    weight.Check();
                    if (weight.Storage != "dense")
                    {
                        kinds.Add(weight.Layer.LayerCase);
                    }
                }
                Assert.True(before.IsSupersetOf(Findings(result)), $"{path} {scheme}: {string.Join(" ", Findings(result))}");
            }
        }
        Assert.True(kinds.Count >= 13, string.Join(" ", kinds));
    }

    private static HashSet<string> Findings(CoreMLModel model) =>
        [.. model.Validate().Where(found => found.Severity == DiagnosticSeverity.Error).Select(found => found.Code)];

    private static CoreMLModel Golden(string network, string mode) =>
        CoreMLModel.Open(Shared.At("golden", "nn", $"quantized_{network}_{mode}.mlmodel"));

    private static CoreMLModel Compress(string network, CompressionScheme scheme)
    {
        using CoreMLModel source = Golden(network, "base");
        return source.Compress(Everything with { Default = scheme });
    }

    private static float[][] Decode(CoreMLModel model) =>
        [.. NetworkWeights.Enumerate(model.Specification, "").Select(weight => MemoryMarshal.Cast<byte, float>(weight.Decode().Span).ToArray())];

    private static double Inertia(float[] weights, float[] decoded) =>
        weights.Zip(decoded, (weight, value) => ((double)weight - value) * ((double)weight - value)).Sum();
}
