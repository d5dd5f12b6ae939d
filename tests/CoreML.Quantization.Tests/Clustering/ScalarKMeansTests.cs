using CoreML.Tests;
using CsCheck;

namespace CoreML.Quantization.Tests;

/// <summary>Exact k-means against trying everything.</summary>
public sealed class ScalarKMeansTests
{
    // Small grids, so that lists of a hundred numbers pass through several.
    private static ClusteringScratch Narrowing => new()
    {
        Search = new BoundarySearch { FirstCells = 8, Parts = 2, DirectPositions = 0 },
    };

    [Fact]
    public void Halves_reach_the_optimum()
    {
        ClusteringScratch direct = new();
        ClusteringScratch narrowing = Narrowing;
        Gen.Select(Samples.Halves, Gen.Int[1, 12]).Check(1000, sample =>
        {
            (float[] values, int clusters) = sample;
            Half[] halves = [.. values.Select(x => (Half)x)];
            double[] exact = [.. values.Select(x => (double)x)];
            foreach (ClusteringScratch scratch in (ClusteringScratch[])[direct, narrowing])
            {
                CheckOptimum(ScalarKMeans.Cluster(halves, clusters, scratch), exact, Ones(exact.Length), clusters);
            }
        });
    }

    [Fact]
    public void Weighted_halves_reach_the_optimum()
    {
        ClusteringScratch scratch = Narrowing;
        Gen.Select(Samples.Halves, Gen.Int[1, 12], Gen.Int[0, 1 << 20]).Check(500, sample =>
        {
            (float[] values, int clusters, int seed) = sample;
            float[] weights = Weights(values.Length, seed);
            Half[] halves = [.. values.Select(x => (Half)x)];
            CheckOptimum(
                ScalarKMeans.Cluster(halves, clusters, scratch, weights),
                [.. values.Select(x => (double)x)], [.. weights.Select(x => (double)x)], clusters);
        });
    }

    [Fact]
    public void Singles_reach_the_optimum()
    {
        ClusteringScratch direct = new();
        ClusteringScratch narrowing = Narrowing;
        Gen.Select(Samples.Singles, Gen.Int[1, 12]).Check(300, sample =>
        {
            (float[] values, int clusters) = sample;
            double[] exact = [.. values.Select(x => (double)x)];
            foreach (ClusteringScratch scratch in (ClusteringScratch[])[direct, narrowing])
            {
                CheckOptimum(ScalarKMeans.Cluster(values, clusters, scratch), exact, Ones(exact.Length), clusters);
            }
        });
    }

    [Fact]
    public void Weighted_singles_reach_the_optimum()
    {
        ClusteringScratch scratch = Narrowing;
        Gen.Select(Samples.Singles, Gen.Int[1, 12], Gen.Int[0, 1 << 20]).Check(200, sample =>
        {
            (float[] values, int clusters, int seed) = sample;
            float[] weights = Weights(values.Length, seed);
            CheckOptimum(
                ScalarKMeans.Cluster(values, clusters, scratch, weights),
                [.. values.Select(x => (double)x)], [.. weights.Select(x => (double)x)], clusters);
        });
    }

    [Theory]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(64)]
    public void Windows_lose_nothing_of_the_full_program(int clusters)
    {
        float[] values = Samples.Normal(20_000, seed: clusters);
        values[7] = 40;
        double[] distinct = [.. values.Select(x => (double)x).Distinct().Order()];
        var full = new ClusteringScratch { Search = new BoundarySearch { DirectPositions = int.MaxValue } };
        var narrowing = new ClusteringScratch();
        ScalarClusters expected = ScalarKMeans.Cluster(distinct, Ones(distinct.Length), clusters, full);
        ScalarClusters found = ScalarKMeans.Cluster(distinct, Ones(distinct.Length), clusters, narrowing);
        Assert.True(narrowing.Search.Positions < full.Search.Positions / 10);
        Assert.Equal(expected.Centroids, found.Centroids);
        Assert.Equal(expected.Starts, found.Starts);

        // The same through bins, of which only some are looked into if clusters are few.
        var bins = new ClusteringScratch();
        ScalarClusters single = ScalarKMeans.Cluster(distinct.Select(x => (float)x).ToArray(), clusters, bins);
        Assert.True(bins.Selected.Count < distinct.Length || clusters == 64);
        Assert.Equal(expected.Starts, single.Starts);
        Assert.Equal(expected.Centroids.Length, single.Centroids.Length);
        for (int i = 0; i < clusters; i++)
        {
            Assert.Equal(expected.Centroids[i], single.Centroids[i], 1e-14);
        }
    }

    [Fact]
    public void Clusters_far_apart_keep_their_small_errors()
    {
        // Errors of a 10⁻¹⁴th of the squares: nothing would be left of them in sums of doubles.
        float[] values = [.. Enumerable.Range(0, 4000).Select(i => (i % 2 == 0 ? 1f : -1f) * BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1f) + i * i % 37))];
        double[] exact = [.. values.Select(x => (double)x)];
        double[] distinct = [.. exact.Distinct()];
        double[] counts = [.. distinct.Select(x => (double)exact.Count(y => y == x))];
        CheckOptimum(ScalarKMeans.Cluster(values, 4, new ClusteringScratch()), exact, Ones(exact.Length), 4, BruteForce.Inertia(distinct, counts, 4));
    }

    [Fact]
    public void Numbers_that_repeat_far_away_hide_nothing()
    {
        // Repeated numbers inside of a bin a million times as wide as all of the others together.
        float[] values = [.. Enumerable.Range(0, 3000).Select(i => i % 3 == 0 ? 1e9f + 64 * 5 : i % 64 * 0.001f + i % 7 * 0.01f)];
        double[] exact = [.. values.Select(x => (double)x)];
        double[] distinct = [.. exact.Distinct()];
        double[] counts = [.. distinct.Select(x => (double)exact.Count(y => y == x))];
        var scratch = new ClusteringScratch();
        ScalarClusters found = ScalarKMeans.Cluster(values, 5, scratch);
        Assert.Equal(1e9 + 64 * 5, found.Centroids[4]);
        double expected = BruteForce.Inertia(distinct, counts, 5);
        Assert.InRange(BruteForce.Inertia(exact, Ones(exact.Length), found.Centroids), expected * (1 - 1e-9), expected * (1 + 1e-9));
    }

    [Fact]
    public void Numbers_that_come_again_are_counted()
    {
        float[] entries = [.. Samples.Normal(16, 5)];
        float[] values = [.. Enumerable.Range(0, 100_000).Select(i => entries[i * 7 % 16])];
        var scratch = new ClusteringScratch();
        foreach (int clusters in (int[])[4, 16, 20])
        {
            ScalarClusters found = ScalarKMeans.Cluster(values, clusters, scratch);
            Assert.Equal(Math.Min(clusters, 16), found.Centroids.Length);
            Assert.InRange(scratch.Selected.Count, 1, 16);
        }
        Assert.Equal(entries.Order().Select(x => (double)x), ScalarKMeans.Cluster(values, 16, scratch).Centroids.ToArray());
    }

    [Fact]
    public void Few_distinct_values_are_their_own_clusters()
    {
        var scratch = new ClusteringScratch();
        Half[] halves = [(Half)2, (Half)(-1), (Half)2, (Half)(-0f), (Half)0, (Half)2];
        ScalarClusters clusters = ScalarKMeans.Cluster(halves, 16, scratch);
        Assert.Equal([-1, 0, 2], clusters.Centroids);
        Assert.Equal([0, 2], clusters.Starts);

        float[] singles = [2.1f, -1.1f, 2.1f, -0f, 0, 2.1f];
        clusters = ScalarKMeans.Cluster(singles, 16, scratch);
        Assert.Equal([-1.1f, 0, 2.1f], clusters.Centroids);
    }

    [Fact]
    public void Nothing_has_no_clusters()
    {
        var scratch = new ClusteringScratch();
        Assert.True(ScalarKMeans.Cluster(ReadOnlySpan<Half>.Empty, 4, scratch).Centroids.IsEmpty);
        Assert.True(ScalarKMeans.Cluster(ReadOnlySpan<float>.Empty, 4, scratch).Centroids.IsEmpty);
        Assert.True(ScalarKMeans.Cluster([Half.One], 4, scratch, [0f]).Centroids.IsEmpty);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void What_is_not_finite_is_noticed(float value)
    {
        var halves = new HalfHistogram();
        halves.Add([(Half)1, (Half)value, Half.MaxValue, Half.MinValue, Half.Epsilon]);
        Assert.True(halves.HasNonFinite);
        Assert.Throws<InvalidOperationException>(() => ScalarKMeans.Cluster(halves, 2, new ClusteringScratch()));
        var singles = new SingleHistogram(16);
        singles.Add([1, value]);
        Assert.Throws<InvalidOperationException>(() => ScalarKMeans.Narrow(singles, 2, new ClusteringScratch()));
        halves.Clear();
        halves.Add([Half.MaxValue, Half.MinValue, Half.Epsilon]);
        Assert.False(halves.HasNonFinite);
    }

    [Fact]
    public void Pieces_give_what_the_whole_gives()
    {
        float[] values = Samples.Normal(50_001, seed: 3);
        Half[] halves = [.. values.Select(x => (Half)x)];
        var whole = new ClusteringScratch();
        var pieces = new ClusteringScratch();
        var first = new HalfHistogram();
        var second = new HalfHistogram();
        first.Add(halves.AsSpan(0, 20_003));
        second.Add(halves.AsSpan(20_003));
        second.Merge(first);
        AssertSame(ScalarKMeans.Cluster(halves, 16, whole), ScalarKMeans.Cluster(second, 16, pieces));

        var left = new SingleHistogram(16);
        var right = new SingleHistogram(16);
        left.Add(values.AsSpan(30_000));
        right.Add(values.AsSpan(0, 30_000));
        left.Merge(right);
        Assert.True(ScalarKMeans.Narrow(left, 16, pieces));
        var other = new SelectedValues();
        other.Begin(pieces.Selected);
        other.Add(values.AsSpan(0, 30_000));
        pieces.Selected.Add(values.AsSpan(30_000));
        pieces.Selected.Append(other);
        AssertSame(ScalarKMeans.Cluster(values, 16, whole), ScalarKMeans.Solve(pieces));
    }

    private static void AssertSame(ScalarClusters expected, ScalarClusters found)
    {
        Assert.Equal(expected.Centroids, found.Centroids);
        Assert.Equal(expected.Starts, found.Starts);
    }

    private static void CheckOptimum(ScalarClusters found, double[] values, double[] weights, int clusters, double? optimum = null)
    {
        double expected = optimum ?? BruteForce.Inertia(values, weights, clusters);
        // No clustering has less.
        double real = BruteForce.Inertia(values, weights, found.Centroids);
        double least = values.Max(x => x * x) * weights.Sum() * 1e-25;
        // Doubles hold a centroid to half a unit of its last place only.
        double rounding = values.Select((x, i) => weights[i] * x * x).Sum() * 1e-30;
        Assert.InRange(real, expected * (1 - 1e-9) - least, expected * (1 + 1e-9) + least + rounding);
        Assert.True(found.Centroids.Length <= clusters && found.Starts.Length == found.Centroids.Length - 1);
        for (int i = 0; i < found.Starts.Length; i++)
        {
            Assert.True(found.Centroids[i] < found.Starts[i] && found.Starts[i] <= found.Centroids[i + 1]);
        }
    }

    private static float[] Weights(int count, int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(i => i % 7 == 3 ? 0 : MathF.Exp(random.NextSingle() * 12 - 6))];
    }

    private static double[] Ones(int count) => [.. Enumerable.Repeat(1.0, count)];
}
