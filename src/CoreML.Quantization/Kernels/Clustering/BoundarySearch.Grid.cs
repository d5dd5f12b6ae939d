namespace CoreML.Quantization;

/// <content>The grid: its edges, and the sums at them.</content>
internal sealed partial class BoundarySearch
{
    private const int ClipRounds = 3;

    private readonly SumArrays _forward = new();
    private readonly SumArrays _backward = new();
    private bool[] _inWindow = [];
    private int[] _nextEdges = [];
    private int[] _moved = [];
    private double[] _measure = [];

    /// <summary>Splits the cells inside windows, and merges the others.</summary>
    /// <param name="cells">About how many cells there shall be inside windows.</param>
    /// <returns>Whether a cell was split.</returns>
    private bool Refine(int cells)
    {
        MarkWindows();
        double sum = 0;
        long atoms = 0;
        for (int i = 0; i < _cells; i++)
        {
            if (_inWindow[i])
            {
                sum += _measure[_edges[i + 1]] - _measure[_edges[i]];
                atoms += _edges[i + 1] - _edges[i];
            }
        }
        double step = cells < atoms ? sum / cells : 0;
        Buffers.Room(ref _nextEdges, (int)Math.Min(atoms, cells + (long)_cells) + _cells + 2);
        Buffers.Room(ref _moved, _cells + 1);
        int count = 0;
        bool split = false;
        for (int i = 0; i < _cells; i++)
        {
            _moved[i] = count;
            if (!_inWindow[i] && i > 0 && !_inWindow[i - 1])
            {
                // Goes to the merged cell before. No boundary is here.
                continue;
            }
            _nextEdges[count++] = _edges[i];
            if (_inWindow[i])
            {
                split |= Split(_edges[i], _edges[i + 1], step, ref count);
            }
        }
        _moved[_cells] = count;
        _nextEdges[count] = _edges[_cells];
        for (int j = 0; j <= _clusters; j++)
        {
            _low[j] = _moved[_low[j]];
            _high[j] = _moved[_high[j]];
        }
        (_edges, _nextEdges) = (_nextEdges, _edges);
        _cells = count;
        return split;
    }

    private bool Split(int from, int to, double step, ref int count)
    {
        if (to <= from + 1)
        {
            return false;
        }
        if (step == 0)
        {
            for (int position = from + 1; position < to; position++)
            {
                _nextEdges[count++] = position;
            }
            return true;
        }
        double begin = _measure[from];
        double length = _measure[to] - begin;
        int parts = (int)Math.Min(to - from, Math.Ceiling(length / step));
        int at = from;
        for (int part = 1; part < parts; part++)
        {
            double goal = begin + length * part / parts;
            int next = at + 1;
            while (next < to && goal - _measure[next] > _measure[next + 1] - goal)
            {
                next++;
            }
            if (next >= to)
            {
                break;
            }
            _nextEdges[count++] = at = next;
        }
        return at > from;
    }

    // At high resolution, clusters of an optimum hold equal parts of the integral over the cube root of the density. An
    // atom beside a wide gap counts for two cells at most: then it is a cell, and others get their share.
    private void Measure()
    {
        int count = _atoms.Count;
        ReadOnlySpan<double> starts = _atoms.Starts;
        Span<double> measure = Buffers.Room(ref _measure, count + 1).AsSpan(0, count + 1);
        double[] weights = _atoms.Sums.Weight;
        double sum = 0;
        double before = 0;
        measure[0] = 0;
        for (int i = 0; i < count; i++)
        {
            double after = starts[i + 1] - starts[i];
            double step = Math.Max(before, after);
            measure[i + 1] = RoughCubeRoot((weights[i + 1] - weights[i]) * step * step);
            sum += measure[i + 1];
            before = after;
        }
        for (int round = 0; round < ClipRounds; round++)
        {
            double most = 2 * sum / FirstCells;
            sum = 0;
            foreach (ref double value in measure)
            {
                value = Math.Min(value, most);
                sum += value;
            }
        }
        for (int i = 0; i < count; i++)
        {
            measure[i + 1] += measure[i];
        }
    }

    // A third of the exponent and a line in between, within 6 %.
    private static double RoughCubeRoot(double value) =>
        BitConverter.UInt64BitsToDouble(BitConverter.DoubleToUInt64Bits(Math.Abs(value)) / 3 + 0x2A9F7893_00000000);

    private void MarkWindows()
    {
        Buffers.Room(ref _inWindow, _cells).AsSpan(0, _cells).Clear();
        int done = 0;
        for (int j = 1; j < _clusters; j++)
        {
            // Windows are in order, so what is marked ends at the highest end so far.
            int from = Math.Max(done, _low[j]);
            if (_high[j] > from)
            {
                _inWindow.AsSpan(from, _high[j] - from).Fill(true);
                done = _high[j];
            }
        }
    }

    private void LoadGrid()
    {
        _forward.Room(_cells + 1);
        _backward.Room(_cells + 1);
        for (int i = 0; i <= _cells; i++)
        {
            _forward.Take(i, _atoms.Sums, _edges[i], 1);
            _backward.Take(_cells - i, _atoms.Sums, _edges[i], -1);
        }
    }
}
