using System.Runtime.Intrinsics;

namespace CoreML.Quantization.Tests;

/// <summary>K-means of vectors, and its search for the nearest centroid by every width.</summary>
public sealed class VectorKMeansTests
{
    [Theory]
    [InlineData(1, 16)]
    [InlineData(2, 1)]
    [InlineData(2, 16)]
    [InlineData(4, 256)]
    public void Every_width_finds_the_same_and_the_nearest(int dimension, int clusters)
    {
        double[] coordinates = [.. Samples.Normal(dimension * NearestVector.Block, 1).Select(x => (double)x)];
        double[] centroids = [.. Samples.Normal(dimension * clusters, 2).Select(x => (double)x)];
        // The first of two equal ones wins.
        centroids.AsSpan(0, dimension).CopyTo(centroids.AsSpan((clusters - 1) * dimension));
        (double[] distances, double[] indices) = Find<double, DoubleLanes1>(coordinates, centroids, dimension);
        Check(Find<Vector128<double>, DoubleLanes2>(coordinates, centroids, dimension));
        Check(Find<Vector256<double>, DoubleLanes4>(coordinates, centroids, dimension));
        Check(Find<Vector512<double>, DoubleLanes8>(coordinates, centroids, dimension));
        for (int i = 0; i < NearestVector.Block; i++)
        {
            double[] all = [.. Enumerable.Range(0, clusters).Select(c => Enumerable.Range(0, dimension)
                .Sum(d => Math.Pow(coordinates[d * NearestVector.Block + i] - centroids[c * dimension + d], 2)))];
            Assert.Equal(all.Min(), distances[i], 1e-15);
            Assert.Equal(all.Min(), all[(int)indices[i]], 1e-15);
            Assert.True(clusters == 1 || indices[i] < clusters - 1);
        }

        void Check((double[] Distances, double[] Indices) found)
        {
            Assert.Equal(distances, found.Distances);
            Assert.Equal(indices, found.Indices);
        }
    }

    [Fact]
    public void Every_number_of_vectors_is_clustered_and_assigned()
    {
        var kmeans = new VectorKMeans();
        for (int count = 0; count <= 300; count++)
        {
            // One element in, so that vectors do not start at an aligned address.
            ReadOnlySpan<float> vectors = Samples.Normal(2 * count + 1, count).AsSpan(1);
            double[] table = kmeans.Cluster(vectors, 2, 4, default, 1, out double inertia).ToArray();
            Assert.Equal(2 * Math.Min(count, 4), table.Length);
            var indices = new byte[count];
            kmeans.Assign(vectors, 2, table, indices);
            double sum = 0;
            for (int i = 0; i < count; i++)
            {
                sum += Math.Pow(vectors[2 * i] - table[2 * indices[i]], 2) + Math.Pow(vectors[2 * i + 1] - table[2 * indices[i] + 1], 2);
            }
            Assert.Equal(sum, inertia, 1e-12);
        }
    }

    [Fact]
    public void Same_seed_gives_the_same_bits_and_a_sample_nearly_as_good_a_result()
    {
        float[] vectors = Samples.Normal(60_000, 5);
        double[] first = new VectorKMeans().Cluster(vectors, 2, 16, default, 7, out double inertia).ToArray();
        Assert.Equal(first, new VectorKMeans().Cluster(vectors, 2, 16, default, 7, out double again).ToArray());
        Assert.Equal(inertia, again);
        new VectorKMeans().Cluster(vectors, 2, 16, default, 8, out double other);
        Assert.InRange(other, inertia / 1.01, inertia * 1.01);
    }

    [Fact]
    public void Weights_count_like_repetitions()
    {
        float[] once = [0, 0, 1, 0, 10, 10, 11, 10];
        double[] table = new VectorKMeans().Cluster(once, 2, 2, [3, 1, 1, 0], 1, out double inertia).ToArray();
        Assert.Equal(0.75, inertia, 1e-12);
        Assert.Equal([0.25, 0, 10, 10], table[0] < 5 ? table : [.. table[2..], .. table[..2]]);
    }

    [Fact]
    public void Few_distinct_vectors_are_their_own_clusters()
    {
        float[] vectors = [1, 2, -0f, 0, 1, 2, 0, 0, 1, 2];
        Assert.Equal(4, new VectorKMeans().Cluster(vectors, 2, 16, default, 1, out double inertia).Length);
        Assert.Equal(0, inertia);
        Assert.Equal(2, new VectorKMeans().Cluster(new float[600], 2, 16, default, 1, out inertia).Length);
        Assert.Equal(0, inertia);
    }

    private static (double[] Distances, double[] Indices) Find<TVector, TLanes>(double[] coordinates, double[] centroids, int dimension)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        var distances = new double[NearestVector.Block];
        var indices = new double[NearestVector.Block];
        NearestVector.Find<TVector, TLanes>(coordinates, centroids, dimension, distances, indices);
        return (distances, indices);
    }
}
