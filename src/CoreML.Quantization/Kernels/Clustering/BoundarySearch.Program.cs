namespace CoreML.Quantization;

/// <content>The dynamic programs on a grid, from both ends, and the polishing of what they find.</content>
internal sealed partial class BoundarySearch
{
    private const int Padding = 8;
    private const int PolishRounds = 32;

    private double[] _costs = [];
    private double[] _backwardCosts = [];
    private int[] _splits = [];
    private int[] _backwardSplits = [];
    private int[] _costOffsets = [];
    private int[] _splitOffsets = [];
    private int[] _backwardOffsets = [];
    private int[] _backwardLow = [];
    private int[] _backwardHigh = [];
    private int[] _rowLow = [];
    private int[] _boundaries = [];

    // Costs of all boundaries in all their places; in the exact program only those of two boundaries are kept.
    private void RunForward(bool exact)
    {
        Buffers.Room(ref _costOffsets, _clusters + 1);
        Buffers.Room(ref _splitOffsets, _clusters + 1);
        int longest = 0;
        for (int j = 0; j <= _clusters; j++)
        {
            longest = Math.Max(longest, _high[j] - _low[j] + 1);
        }
        int sum = 0;
        for (int j = 0; j <= _clusters; j++)
        {
            _splitOffsets[j] = sum;
            _costOffsets[j] = exact ? j % 2 * (longest + Padding) : sum;
            sum = checked(sum + _high[j] - _low[j] + 1);
        }
        Buffers.Room(ref _costs, exact ? 2 * (longest + Padding) : sum + Padding);
        Buffers.Room(ref _splits, sum);
        Run(_forward, _low, _high, _costs, _costOffsets, _splits, _splitOffsets, exact);
    }

    // The same program on the mirrored grid. Afterwards the costs are those of both sides of a boundary.
    private void RunBackward()
    {
        Buffers.Room(ref _backwardLow, _clusters + 1);
        Buffers.Room(ref _backwardHigh, _clusters + 1);
        Buffers.Room(ref _backwardOffsets, _clusters + 1);
        int sum = 0;
        for (int j = 0; j <= _clusters; j++)
        {
            (_backwardLow[j], _backwardHigh[j]) = (_cells - _high[_clusters - j], _cells - _low[_clusters - j]);
            _backwardOffsets[j] = sum;
            sum += _backwardHigh[j] - _backwardLow[j] + 1;
        }
        Buffers.Room(ref _backwardCosts, sum + Padding);
        Buffers.Room(ref _backwardSplits, sum);
        Run(_backward, _backwardLow, _backwardHigh, _backwardCosts, _backwardOffsets, _backwardSplits, _backwardOffsets, exact: false);
        for (int j = 1; j < _clusters; j++)
        {
            int count = _high[j] - _low[j] + 1;
            Span<double> costs = _costs.AsSpan(_costOffsets[j], count);
            ReadOnlySpan<double> other = _backwardCosts.AsSpan(_backwardOffsets[_clusters - j], count);
            for (int i = 0; i < count; i++)
            {
                costs[i] += other[count - 1 - i];
            }
        }
    }

    private void Run(
        SumArrays sums, int[] low, int[] high, double[] costs, int[] costOffsets, int[] splits, int[] splitOffsets, bool exact)
    {
        costs[costOffsets[0]] = 0;
        for (int j = 1; j <= _clusters; j++)
        {
            int count = high[j] - low[j] + 1;
            int before = high[j - 1] - low[j - 1] + 1;
            SplitRow.Compute(
                sums, costs.AsSpan(costOffsets[j - 1], before + Padding - 1), low[j - 1], high[j - 1], low[j], emptyAllowed: !exact, rough: !exact && _isRough,
                costs.AsSpan(costOffsets[j], count), splits.AsSpan(splitOffsets[j], count));
        }
    }

    // From the end to the beginning, as positions of atoms.
    private void Backtrack()
    {
        Buffers.Room(ref _boundaries, _clusters + 1);
        int edge = _high[_clusters];
        _boundaries[_clusters] = _edges[edge];
        for (int j = _clusters; j > 0; j--)
        {
            edge = _splits[_splitOffsets[j] + edge - _low[j]];
            _boundaries[j - 1] = _edges[edge];
        }
    }

    // Lloyd's iteration: boundaries go to the middle between centroids.
    private void Polish()
    {
        ReadOnlySpan<double> starts = _atoms.Starts[.._atoms.Count];
        bool moved = true;
        for (int round = 0; moved && round < PolishRounds; round++)
        {
            moved = false;
            double left = Centroid(0);
            for (int j = 1; j < _clusters; j++)
            {
                double right = Centroid(j);
                int position = starts.BinarySearch((left + right) / 2);
                position = Math.Max(_boundaries[j - 1], position < 0 ? ~position : position);
                moved |= position != _boundaries[j];
                _boundaries[j] = position;
                left = right;
            }
        }
    }

    private double Centroid(int cluster)
    {
        (int from, int to) = (_boundaries[cluster], _boundaries[cluster + 1]);
        return from < to ? _atoms.Sums.Mean(from, to) : _atoms.Starts[from];
    }

    private double Cost()
    {
        double sum = 0;
        for (int j = 0; j < _clusters; j++)
        {
            sum += _atoms.Sums.Cost(_boundaries[j], _boundaries[j + 1]);
        }
        return sum;
    }
}
