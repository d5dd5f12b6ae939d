namespace CoreML.Quantization;

/// <content>Lower bounds, and what they leave of the windows.</content>
internal sealed partial class BoundarySearch
{
    // Costs are sums of some hundred roundings in double.
    private const double Rounding = 1e-12;
    private const int PruneRounds = 16;

    // Roundings may add this part of what the grid before lost: cells an eighth as long lose about 1/64.
    private const double RoughShare = 1.0 / 1024;

    private double[] _spreads = [];
    private double[] _gaps = [];
    private double[] _worst = [];

    private void Prune()
    {
        Buffers.Room(ref _rowLow, _clusters + 1);
        Array.Copy(_low, _rowLow, _clusters + 1);
        Spreads();
        bool narrower = true;
        for (int round = 0; narrower && round < PruneRounds; round++)
        {
            narrower = false;
            _loss = Loss();
            double limit = _upper * (1 + Rounding) + _loss + (_isRough ? RoughError() : 0);
            for (int j = 1; j < _clusters; j++)
            {
                narrower |= Prune(j, limit);
            }
            Order();
        }
        // A window has at least one cell.
        for (int j = 1; j < _clusters; j++)
        {
            if (_low[j] == _high[j])
            {
                (_low[j], _high[j]) = _high[j] < _cells ? (_low[j], _high[j] + 1) : (_low[j] - 1, _high[j]);
            }
        }
    }

    // The costs of all clusters may be off, in both directions.
    private double RoughError()
    {
        ReadOnlySpan<double> starts = _atoms.Starts;
        double largest = Math.Max(Math.Abs(starts[0]), Math.Abs(starts[^1]));
        return 2 * _clusters * SplitRow.RoughError(_atoms.Sums.Weight[_atoms.Count], largest);
    }

    // Sums lose weights that are much smaller than others.
    private bool CanBeRough() => RoughError() < RoughShare * _loss && _atoms.LeastWeight > Rounding * _atoms.Sums.Weight[_atoms.Count];

    private bool Prune(int j, double limit)
    {
        ReadOnlySpan<double> costs = _costs.AsSpan(_costOffsets[j]);
        int row = _rowLow[j];
        (int low, int high) = (_low[j], _high[j]);
        // A cell stays if one of its two edges does; of the outermost cells both edges stay.
        while (low + 1 < high && costs[low - row] > limit && costs[low + 1 - row] > limit)
        {
            low++;
        }
        while (high - 1 > low && costs[high - row] > limit && costs[high - 1 - row] > limit)
        {
            high--;
        }
        bool narrower = low != _low[j] || high != _high[j];
        (_low[j], _high[j]) = (low, high);
        return narrower;
    }

    // Boundaries are in order.
    private void Order()
    {
        for (int j = 1; j < _clusters; j++)
        {
            _low[j] = Math.Max(_low[j], _low[j - 1]);
        }
        for (int j = _clusters - 1; j > 0; j--)
        {
            _high[j] = Math.Min(_high[j], _high[j + 1]);
        }
    }

    /// <summary>
    /// What moving all boundaries of an optimum to the better edges of their cells costs at most.
    /// </summary>
    /// <remarks>Moving one over the weights w at x on either side of the middle m between the centroids costs
    /// 2·gap·Σw|x − m|; the better side, at most gap·Σw|x − mean|, the cell's spread. The gaps between centroids are bounded
    /// by the windows, for one cell also by twice the distance from its far end to either centroid, and all together by
    /// the distance from the first centroid to the last, so they are dealt out to the boundaries with the largest spread
    /// first.</remarks>
    private double Loss()
    {
        Buffers.Room(ref _gaps, _clusters);
        Buffers.Room(ref _worst, _clusters);
        ReadOnlySpan<double> starts = _atoms.Starts;
        double left = Extreme(_low, 0);
        double total = Extreme(_high, _clusters - 1) - left;
        for (int j = 1; j < _clusters; j++)
        {
            double right = Extreme(_high, j);
            double worst = 0;
            double most = 0;
            for (int cell = _low[j]; cell < _high[j]; cell++)
            {
                double reach = Math.Min(starts[_edges[cell + 1]] - left, right - starts[_edges[cell]]);
                double gap = Math.Min(right - left, 2 * reach);
                most = Math.Max(most, gap * _spreads[cell]);
                worst = Math.Max(worst, _spreads[cell]);
            }
            _gaps[j] = worst > 0 ? most / worst : 0;
            _worst[j] = -worst;
            left = Extreme(_low, j);
        }
        Array.Sort(_worst, _gaps, 1, _clusters - 1);
        double loss = 0;
        for (int j = 1; j < _clusters && total > 0; j++)
        {
            double gap = Math.Min(_gaps[j], total);
            loss -= gap * _worst[j];
            total -= gap;
        }
        return loss * (1 + Rounding);
    }

    // The least or greatest centroid of a cluster: a mean grows with both ends.
    private double Extreme(int[] ends, int cluster)
    {
        (int from, int to) = (ends[cluster], ends[cluster + 1]);
        return from < to ? _forward.Mean(from, to) : _atoms.Starts[_edges[from]];
    }

    // Σw|x − mean| ≤ √(Σw · Σw(x − mean)²).
    private void Spreads()
    {
        Buffers.Room(ref _spreads, _cells);
        for (int cell = 0; cell < _cells; cell++)
        {
            bool isPoint = _edges[cell + 1] == _edges[cell] + 1 && _atoms.IsPoint(_edges[cell]);
            _spreads[cell] = isPoint ? 0 : Math.Sqrt(_forward.WeightBetween(cell, cell + 1) * _forward.Cost(cell, cell + 1));
        }
    }
}
