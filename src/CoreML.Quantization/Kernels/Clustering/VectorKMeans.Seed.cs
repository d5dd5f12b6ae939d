namespace CoreML.Quantization;

/// <content>The sample, and k-means++: centroids are drawn from the vectors in proportion to their squared distances from
/// those drawn before; of a few candidates the one that leaves the least error is taken.</content>
internal sealed partial class VectorKMeans
{
    private double[] _nearest = [];
    private double[] _candidate = [];
    private double[] _chosen = [];

    private void TakeSample(
        ReadOnlySpan<float> vectors, int dimension, ReadOnlySpan<float> weights, int sampled, ref SplitMix random)
    {
        Buffers.Room(ref _sample, sampled * dimension);
        Buffers.Room(ref _sampleWeights, sampled);
        Buffers.Room(ref _nearest, sampled);
        Buffers.Room(ref _candidate, sampled);
        Buffers.Room(ref _chosen, sampled);
        long count = vectors.Length / dimension;
        for (int i = 0; i < sampled; i++)
        {
            // One of each of as many equal runs.
            long from = count * i / sampled;
            long to = count * (i + 1) / sampled;
            int at = (int)(from + (long)(random.Next() * (to - from)));
            vectors.Slice(at * dimension, dimension).CopyTo(_sample.AsSpan(i * dimension));
            _sampleWeights[i] = weights.IsEmpty ? 1 : weights[at];
        }
    }

    private int Seed(
        ReadOnlySpan<float> sample, int dimension, int clusters, ReadOnlySpan<float> weights, ref SplitMix random)
    {
        int count = weights.Length;
        Span<double> nearest = _nearest.AsSpan(0, count);
        nearest.Fill(1);
        int trials = 2 + (int)Math.Log(clusters);
        for (int chosen = 0; chosen < clusters; chosen++)
        {
            double total = 0;
            for (int i = 0; i < count; i++)
            {
                total += weights[i] * nearest[i];
            }
            if (total <= 0)
            {
                return chosen;
            }
            double least = double.PositiveInfinity;
            int taken = 0;
            for (int trial = 0; trial < (chosen == 0 ? 1 : trials); trial++)
            {
                int at = Draw(nearest, weights, random.Next() * total);
                double error = 0;
                for (int i = 0; i < count; i++)
                {
                    double distance = 0;
                    for (int d = 0; d < dimension; d++)
                    {
                        double difference = (double)sample[i * dimension + d] - sample[at * dimension + d];
                        distance += difference * difference;
                    }
                    _candidate[i] = chosen == 0 ? distance : Math.Min(distance, nearest[i]);
                    error += weights[i] * _candidate[i];
                }
                if (error < least)
                {
                    (least, taken) = (error, at);
                    (_candidate, _chosen) = (_chosen, _candidate);
                }
            }
            _chosen.AsSpan(0, count).CopyTo(nearest);
            for (int d = 0; d < dimension; d++)
            {
                _centroids[chosen * dimension + d] = sample[taken * dimension + d];
            }
        }
        return clusters;
    }

    private static int Draw(ReadOnlySpan<double> nearest, ReadOnlySpan<float> weights, double goal)
    {
        int last = 0;
        for (int i = 0; i < nearest.Length; i++)
        {
            double part = weights[i] * nearest[i];
            if (part > 0)
            {
                last = i;
                goal -= part;
                if (goal < 0)
                {
                    break;
                }
            }
        }
        return last;
    }

    // The generator SplitMix64: the same numbers on every runtime.
    private struct SplitMix(ulong state)
    {
        private ulong _state = state;

        /// <summary>At least 0, less than 1.</summary>
        public double Next()
        {
            _state += 0x9E3779B97F4A7C15;
            ulong bits = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
            bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
            return ((bits ^ (bits >> 31)) >> 11) * (1.0 / (1UL << 53));
        }
    }
}
