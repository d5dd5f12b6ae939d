using System.Text.Json;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>Exact k-means finds the optimum that was found elsewhere, and the same clusters.</summary>
public class ScalarKMeansParityTests
{
    private const double Tolerance = 1e-9;

    [Fact]
    public void Inertia_is_the_golden_optimum()
    {
        var scratch = new ClusteringScratch();
        int compared = 0;
        using JsonDocument parity = JsonDocument.Parse(File.ReadAllText(Shared.At("golden", "parity", "parity.json")));
        foreach (JsonProperty weight in parity.RootElement.GetProperty("weights").EnumerateObject())
        {
            NpyArray array = NpyReader.Read(Shared.At("golden", "parity", weight.Name + ".npy"));
            foreach (JsonElement golden in weight.Value.GetProperty("kmeans").EnumerateArray())
            {
                if (golden.TryGetProperty("optimal_inertia", out JsonElement optimum) && optimum.ValueKind == JsonValueKind.Number)
                {
                    int clusters = golden.GetProperty("k").GetInt32();
                    bool half = array.Type == "<f2";
                    ScalarClusters found = half
                        ? ScalarKMeans.Cluster(array.Elements<Half>(), clusters, scratch)
                        : ScalarKMeans.Cluster(array.Elements<float>(), clusters, scratch);
                    double[] values = half ? [.. array.Elements<Half>().Select(x => (double)x)] : [.. array.Elements<float>().Select(x => (double)x)];
                    double expected = optimum.GetDouble();
                    Assert.InRange(Inertia(values, found.Centroids), expected * (1 - Tolerance), expected * (1 + Tolerance));
                    compared++;
                }
            }
        }
        Assert.True(compared >= 50);
    }

    [Fact]
    public void Indices_are_those_of_coremltools()
    {
        var scratch = new ClusteringScratch();
        var assignment = new HalfAssignment();
        int compared = 0;
        foreach (string path in Shared.Files("*_fp16.luts.npz", "golden", "parity"))
        {
            Half[] values = NpyReader.Read(path.Replace(".luts.npz", ".npy", StringComparison.Ordinal)).Elements<Half>();
            IReadOnlyDictionary<string, NpyArray> golden = NpyReader.ReadArchive(path);
            foreach (string key in golden.Keys.Where(key => key.Contains("kmeans", StringComparison.Ordinal) && key.EndsWith(".lut", StringComparison.Ordinal)))
            {
                Half[] table = golden[key].Elements<Half>();
                byte[] expected = golden[key[..^".lut".Length] + ".indices"].Elements<byte>();
                ScalarClusters clusters = ScalarKMeans.Cluster(values, table.Length, scratch);
                double theirs = Inertia(values, expected);
                Assert.InRange(Inertia([.. values.Select(x => (double)x)], clusters.Centroids), theirs * (1 - Tolerance), theirs * (1 + 1e-13));
                compared++;
                if (table.Length == 256)
                {
                    // Several clusterings are equally good but for rounding.
                    continue;
                }
                Assert.Equal(table, clusters.Centroids.ToArray().Select(x => (Half)x));
                var starts = new float[clusters.Starts.Length];
                ClusterStarts.Of(clusters, starts);
                assignment.Set(starts);
                var indices = new byte[values.Length];
                assignment.Assign(values, indices);
                Assert.Equal(expected, indices);
            }
        }
        Assert.True(compared > 0);
    }

    private static double Inertia(double[] values, ReadOnlySpan<double> centroids)
    {
        double sum = 0;
        foreach (double value in values)
        {
            int above = centroids.BinarySearch(value);
            above = above < 0 ? ~above : above;
            double error = Math.Min(
                above < centroids.Length ? centroids[above] - value : double.PositiveInfinity,
                above > 0 ? value - centroids[above - 1] : double.PositiveInfinity);
            sum += error * error;
        }
        return sum;
    }

    private static double Inertia(Half[] values, byte[] indices) =>
        values.Zip(indices).GroupBy(pair => pair.Second, pair => (double)pair.First).Sum(cluster =>
        {
            double mean = cluster.Average();
            return cluster.Sum(value => (value - mean) * (value - mean));
        });
}
