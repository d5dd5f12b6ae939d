namespace CoreML.Quantization;

/// <summary>
/// K-means of vectors: k-means++ and Lloyd's iteration from several starts on a sample, then on all vectors. One object
/// holds the buffers of one thread.
/// </summary>
/// <remarks>The result depends on the vectors, their weights and the seed alone, not on the width of the processor's
/// vectors. It is a good local optimum, not the best there is. Vectors must be finite; callers find out first.</remarks>
internal sealed partial class VectorKMeans
{
    // Distances of one round over all starts: small inputs get more starts, as their local optima differ more.
    private const long StartWork = 1 << 22;
    private const int MostStarts = 64;
    private const int MostSampledStarts = 8;
    private const int SampleRounds = 100;
    private const int AllRounds = 6;
    // Of the squared error; a round that gains less is the last.
    private const double SampleGain = 1e-5;
    private const double AllGain = 1e-4;
    private const int SampledPerCluster = 256;
    private const int Block = NearestVector.Block;

    private readonly double[] _distances = new double[Block];
    private readonly double[] _indices = new double[Block];
    private double[] _coordinates = [];
    private double[] _centroids = [];
    private double[] _best = [];
    private double[] _sums = [];
    private double[] _weights = [];
    private float[] _sample = [];
    private float[] _sampleWeights = [];

    /// <summary>Clusters vectors.</summary>
    /// <param name="vectors">Finite vectors one after another.</param>
    /// <param name="dimension">Length of a vector.</param>
    /// <param name="clusters">1 to 256.</param>
    /// <param name="weights">A weight for each vector, finite and not negative; or nothing.</param>
    /// <param name="seed">Start of the random numbers.</param>
    /// <param name="inertia">The weighted sum of squared distances to the centroids.</param>
    /// <returns>The centroids one after another, fewer than asked for if there are fewer distinct vectors; valid until the next
    /// call.</returns>
    public ReadOnlySpan<double> Cluster(
        ReadOnlySpan<float> vectors, int dimension, int clusters, ReadOnlySpan<float> weights, ulong seed, out double inertia)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(clusters, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(clusters, 256);
        ArgumentOutOfRangeException.ThrowIfNotEqual(vectors.Length % dimension, 0);
        int count = vectors.Length / dimension;
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, weights.IsEmpty ? 0 : count);
        Buffers.Room(ref _coordinates, dimension * Block);
        Buffers.Room(ref _centroids, clusters * dimension);
        Buffers.Room(ref _best, clusters * dimension);
        Buffers.Room(ref _sums, clusters * dimension);
        Buffers.Room(ref _weights, clusters);
        var random = new SplitMix(seed);
        int sampled = Math.Min(count, clusters * SampledPerCluster);
        TakeSample(vectors, dimension, weights, sampled, ref random);
        ReadOnlySpan<float> sample = _sample.AsSpan(0, sampled * dimension);
        ReadOnlySpan<float> sampleWeights = _sampleWeights.AsSpan(0, sampled);
        double least = double.PositiveInfinity;
        int found = 0;
        int most = sampled < count ? MostSampledStarts : MostStarts;
        int starts = (int)Math.Clamp(StartWork / Math.Max(1, (long)sampled * clusters), 1, most);
        for (int start = 0; start < starts; start++)
        {
            int chosen = Seed(sample, dimension, clusters, sampleWeights, ref random);
            double error = Iterate(sample, dimension, chosen, sampleWeights, SampleRounds, SampleGain);
            if (error < least)
            {
                (least, found) = (error, chosen);
                _centroids.AsSpan(0, chosen * dimension).CopyTo(_best);
            }
        }
        _best.AsSpan(0, found * dimension).CopyTo(_centroids);
        if (sampled < count)
        {
            least = Iterate(vectors, dimension, found, weights, AllRounds, AllGain);
        }
        inertia = found == 0 ? 0 : least;
        return _centroids.AsSpan(0, found * dimension);
    }

    /// <summary>Gives each vector the number of its nearest table entry; of equally near ones the first.</summary>
    public void Assign(ReadOnlySpan<float> vectors, int dimension, ReadOnlySpan<double> table, Span<byte> indices)
    {
        Buffers.Room(ref _coordinates, dimension * Block);
        int count = vectors.Length / dimension;
        for (int first = 0; first < count; first += Block)
        {
            int length = Nearest(vectors, dimension, table, first, count);
            for (int i = 0; i < length; i++)
            {
                indices[first + i] = (byte)_indices[i];
            }
        }
    }

    // Lloyd's iteration. The error is that of the centroids which are kept.
    private double Iterate(
        ReadOnlySpan<float> vectors, int dimension, int clusters, ReadOnlySpan<float> weights, int rounds, double gain)
    {
        double error = Round(vectors, dimension, clusters, weights);
        for (int round = 1; round < rounds; round++)
        {
            Move(dimension, clusters);
            double next = Round(vectors, dimension, clusters, weights);
            bool last = next >= error * (1 - gain);
            error = next;
            if (last)
            {
                break;
            }
        }
        return error;
    }

    private double Round(ReadOnlySpan<float> vectors, int dimension, int clusters, ReadOnlySpan<float> weights)
    {
        Span<double> sums = _sums.AsSpan(0, clusters * dimension);
        Span<double> totals = _weights.AsSpan(0, clusters);
        sums.Clear();
        totals.Clear();
        ReadOnlySpan<double> table = _centroids.AsSpan(0, clusters * dimension);
        int count = vectors.Length / dimension;
        double error = 0;
        for (int first = 0; first < count && clusters > 0; first += Block)
        {
            int length = Nearest(vectors, dimension, table, first, count);
            for (int i = 0; i < length; i++)
            {
                int cluster = (int)_indices[i];
                double weight = weights.IsEmpty ? 1 : weights[first + i];
                totals[cluster] += weight;
                error += weight * _distances[i];
                for (int d = 0; d < dimension; d++)
                {
                    sums[cluster * dimension + d] += weight * _coordinates[d * Block + i];
                }
            }
        }
        return error;
    }

    // An empty cluster stays where it is.
    private void Move(int dimension, int clusters)
    {
        for (int cluster = 0; cluster < clusters; cluster++)
        {
            for (int d = 0; d < dimension && _weights[cluster] > 0; d++)
            {
                _centroids[cluster * dimension + d] = _sums[cluster * dimension + d] / _weights[cluster];
            }
        }
    }

    private int Nearest(ReadOnlySpan<float> vectors, int dimension, ReadOnlySpan<double> table, int first, int count)
    {
        int length = Math.Min(Block, count - first);
        ReadOnlySpan<float> source = vectors.Slice(first * dimension, length * dimension);
        for (int d = 0; d < dimension; d++)
        {
            Span<double> target = _coordinates.AsSpan(d * Block, Block);
            for (int i = 0; i < length; i++)
            {
                target[i] = source[i * dimension + d];
            }
            target[length..].Clear();
        }
        NearestVector.Find(_coordinates, table, dimension, _distances, _indices);
        return length;
    }
}
