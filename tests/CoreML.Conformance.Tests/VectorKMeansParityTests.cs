using System.Text.Json;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>K-means of vectors is as good as scikit-learn's, called as coremltools calls it.</summary>
public class VectorKMeansParityTests
{
    [Fact]
    public void Inertia_is_within_a_hundredth_of_the_golden_one()
    {
        var kmeans = new VectorKMeans();
        int compared = 0;
        using JsonDocument parity = JsonDocument.Parse(File.ReadAllText(Shared.At("golden", "parity", "parity.json")));
        foreach (JsonProperty weight in parity.RootElement.GetProperty("weights").EnumerateObject())
        {
            foreach (JsonElement golden in weight.Value.GetProperty("kmeans").EnumerateArray())
            {
                int dimension = golden.GetProperty("cluster_dim").GetInt32();
                if (dimension == 1)
                {
                    continue;
                }
                Assert.Equal(0, golden.GetProperty("channel_axis").GetInt32());
                NpyArray array = NpyReader.Read(Shared.At("golden", "parity", weight.Name + ".npy"));
                float[] vectors = AlongFirstAxis(array.Elements<float>(), array.Shape[0], dimension);
                kmeans.Cluster(vectors, dimension, golden.GetProperty("k").GetInt32(), default, 0, out double inertia);
                double expected = golden.GetProperty("sklearn_inertia_as_coremltools_calls_it").GetDouble();
                Assert.True(inertia <= expected * 1.01, $"{weight.Name} {golden}: {inertia}");
                compared++;
            }
        }
        Assert.True(compared >= 30);
    }

    // A vector holds consecutive elements along the first axis.
    private static float[] AlongFirstAxis(float[] values, int rows, int dimension)
    {
        int columns = values.Length / rows;
        var vectors = new float[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (int row, int column) = (i / columns, i % columns);
            vectors[((row / dimension * columns) + column) * dimension + row % dimension] = values[i];
        }
        return vectors;
    }
}
