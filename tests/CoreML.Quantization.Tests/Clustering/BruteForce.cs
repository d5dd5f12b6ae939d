namespace CoreML.Quantization.Tests;

/// <summary>One-dimensional k-means by trying every beginning of every cluster, errors summed from the definition.</summary>
internal static class BruteForce
{
    /// <summary>The least sum of squared errors in at most that many clusters.</summary>
    public static double Inertia(double[] values, double[] weights, int clusters)
    {
        (double value, double weight)[] sorted = [.. values.Zip(weights).Where(pair => pair.Second > 0).OrderBy(pair => pair.First)];
        int count = sorted.Length;
        var cost = new double[count + 1, count + 1];
        for (int from = 0; from < count; from++)
        {
            // Each value in turn joins a running mean.
            double weight = 0;
            double mean = 0;
            double error = 0;
            for (int to = from; to < count; to++)
            {
                double difference = sorted[to].value - mean;
                double before = weight;
                weight += sorted[to].weight;
                mean += difference * (sorted[to].weight / weight);
                error += difference * difference * (before * sorted[to].weight / weight);
                cost[from, to + 1] = error;
            }
        }
        double[] best = [.. Enumerable.Repeat(double.PositiveInfinity, count + 1)];
        best[0] = 0;
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            double[] next = [.. best];
            for (int to = 1; to <= count; to++)
            {
                for (int from = 0; from < to; from++)
                {
                    next[to] = Math.Min(next[to], best[from] + cost[from, to]);
                }
            }
            best = next;
        }
        return best[count];
    }

    /// <summary>The squared error of numbers against the nearest of some centroids.</summary>
    public static double Inertia(double[] values, double[] weights, ReadOnlySpan<double> centroids)
    {
        double sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            double least = double.PositiveInfinity;
            foreach (double centroid in centroids)
            {
                least = Math.Min(least, (values[i] - centroid) * (values[i] - centroid));
            }
            sum += weights[i] * least;
        }
        return sum;
    }
}
