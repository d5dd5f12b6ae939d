namespace CoreML.Quantization.Tests;

/// <summary>Assignment of numbers to clusters, against the definition.</summary>
public sealed class AssignmentTests
{
    private static readonly float[] Special =
        [0f, -0f, float.Epsilon, -float.Epsilon, 5.9604645e-8f, -5.9604645e-8f, 1, -1, 65504, -65504, float.MaxValue, float.MinValue];

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(16)]
    [InlineData(32)]
    [InlineData(33)]
    [InlineData(256)]
    public void Singles_of_every_length_go_to_their_clusters(int clusters)
    {
        float[] starts = Starts(clusters, half: false);
        var assignment = new SingleAssignment();
        assignment.Set(starts);
        for (int length = 0; length <= 300; length++)
        {
            // One element in, so that vectors do not start at an aligned address.
            ReadOnlySpan<float> values = Values(length + 1, starts).AsSpan(1);
            var indices = new byte[length];
            assignment.Assign(values, indices);
            Assert.Equal(Expected(values, starts), indices);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(17)]
    [InlineData(30)]
    [InlineData(31)]
    public void Search_and_comparison_find_the_same(int count)
    {
        float[] starts = Starts(count + 1, half: false);
        for (int length = 0; length <= 300; length++)
        {
            float[] values = Values(length, starts);
            byte[] expected = Expected(values, starts);
            var indices = new byte[length];
            int done = SingleAssignment.Search(values, starts, indices);
            Assert.Equal(length / 32 * 32, done);
            Assert.Equal(expected[..done], indices[..done]);
            indices.AsSpan().Clear();
            done = SingleAssignment.Compare(values, starts, indices, 0);
            Assert.Equal(length / 16 * 16, done);
            Assert.Equal(expected[..done], indices[..done]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(256)]
    public void Every_half_goes_to_its_cluster(int clusters)
    {
        Half[] values = [.. Enumerable.Range(0, 65536).Select(bits => BitConverter.UInt16BitsToHalf((ushort)bits)).Where(Half.IsFinite)];
        foreach (bool half in (bool[])[true, false])
        {
            float[] starts = Starts(clusters, half);
            var assignment = new HalfAssignment();
            assignment.Set(starts);
            var indices = new byte[values.Length];
            assignment.Assign(values, indices);
            Assert.Equal(Expected(values.Select(x => (float)x).ToArray(), starts), indices);
        }
    }

    [Fact]
    public void Halves_of_every_length_are_assigned()
    {
        float[] starts = [-0.5f, 0, 0.25f];
        var assignment = new HalfAssignment();
        assignment.Set(starts);
        for (int length = 0; length <= 300; length++)
        {
            Half[] values = [.. Samples.Normal(length + 1, length, 1).Select(x => (Half)x)];
            var indices = new byte[length];
            assignment.Assign(values.AsSpan(1), indices);
            Assert.Equal(Expected(values.Skip(1).Select(x => (float)x).ToArray(), starts), indices);
        }
    }

    [Fact]
    public void Nearest_entry_wins_and_the_lower_of_two()
    {
        float[] table = [-2, -1, -1, 0, 0.5f, 3];
        var starts = new float[table.Length - 1];
        ClusterStarts.Nearest(table, starts);
        foreach (float value in (float[])[-9, -1.5f, -1.4999999f, -1, -0.5f, -0f, 0.25f, 0.25000003f, 1.75f, 1.7500001f, 99, .. Samples.Normal(500, 1, 2)])
        {
            float[] distances = [.. table.Select(entry => MathF.Abs(entry - value))];
            Assert.Equal(distances.Min(), distances[ClusterStarts.IndexOf(value, starts)]);
        }
        Assert.Equal(0, ClusterStarts.IndexOf(-1.5f, starts));
        Assert.Equal(3, ClusterStarts.IndexOf(0.25f, starts));
        Assert.Equal(4, ClusterStarts.IndexOf(1.75f, starts));
    }

    [Fact]
    public void Values_go_to_the_clusters_that_were_found()
    {
        float[] values = Samples.Normal(5000, 9);
        ScalarClusters clusters = ScalarKMeans.Cluster(values, 16, new ClusteringScratch());
        var starts = new float[clusters.Starts.Length];
        ClusterStarts.Of(clusters, starts);
        double sum = 0;
        foreach (float value in values)
        {
            double error = value - clusters.Centroids[ClusterStarts.IndexOf(value, starts)];
            sum += error * error;
        }
        double least = BruteForce.Inertia([.. values.Select(x => (double)x)], [.. values.Select(_ => 1.0)], clusters.Centroids);
        Assert.Equal(least, sum, least * 1e-9);
    }

    private static byte[] Expected(ReadOnlySpan<float> values, float[] starts)
    {
        var expected = new byte[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            expected[i] = (byte)ClusterStarts.IndexOf(values[i], starts);
        }
        return expected;
    }

    private static float[] Starts(int clusters, bool half)
    {
        float[] starts = [.. Samples.Normal(clusters - 1, clusters).Order()];
        if (clusters > 8)
        {
            (starts[3], starts[4], starts[5]) = (-6e-8f, 0, 5.9604645e-8f);
        }
        return [.. starts.Select(x => half ? (float)(Half)x : x).Order()];
    }

    // Also the starts themselves and their neighbours.
    private static float[] Values(int count, float[] starts)
    {
        var random = new Random(count);
        float[] values = Samples.Normal(count, count);
        for (int i = 0; i < count; i += 3)
        {
            float start = starts.Length > 0 ? starts[random.Next(starts.Length)] : 0;
            values[i] = random.Next(4) switch
            {
                0 => start,
                1 => MathF.BitDecrement(start),
                2 => MathF.BitIncrement(start),
                _ => Special[random.Next(Special.Length)],
            };
        }
        return values;
    }
}
