namespace CoreML.Quantization;

/// <summary>
/// Finds where each boundary between the clusters of an optimal clustering can lie, and then, by the exact dynamic program
/// inside these windows, where it does.
/// </summary>
/// <remarks>
/// The windows are narrowed on grids that become finer. A grid's cells are runs of atoms. An optimal clustering whose
/// boundaries are moved to the better edge of their cells, with its centroids held, costs at most <see cref="Loss"/> more and is
/// a clustering on the grid. So a boundary cannot lie in a cell where the best clustering on the grid costs more than
/// some known clustering and that loss. The least costs for each place of each boundary come from dynamic programs from
/// both ends. What the windows leave over is the optimum: nothing is assumed about the data, and if the windows stay wide,
/// the exact program is only longer.
/// </remarks>
internal sealed partial class BoundarySearch
{
    private int[] _edges = [];
    private int[] _low = [];
    private int[] _high = [];
    private int _cells;
    private int _clusters;
    private double _upper;
    // What the last grid lost at most, and whether costs on the next one may be off a little.
    private double _loss;
    private bool _isRough;
    private SortedAtoms _atoms = null!;

    /// <summary>Number of cells of the first grid; at least four for each cluster are made.</summary>
    public int FirstCells { get; init; } = 256;

    /// <summary>Into how many parts the cells of a grid are split for the next.</summary>
    public int Parts { get; init; } = 8;

    /// <summary>Up to this number of positions of all boundaries together, the exact program needs no windows.</summary>
    public int DirectPositions { get; init; } = 4096;

    /// <summary>The cost of some clustering, if windows had to be narrowed; infinite otherwise.</summary>
    public double KnownCost => _upper;

    /// <summary>Number of positions that the last exact program looked at.</summary>
    public long Positions { get; private set; }

    /// <summary>The positions of the boundaries that were found, from 0 to the number of atoms.</summary>
    public ReadOnlySpan<int> Boundaries => _boundaries.AsSpan(0, _clusters + 1);

    /// <summary>Narrows the windows as far as the atoms allow.</summary>
    /// <param name="atoms">The atoms.</param>
    /// <param name="clusters">At least 1.</param>
    public void Narrow(SortedAtoms atoms, int clusters)
    {
        _atoms = atoms;
        _clusters = clusters;
        Measure();
        (_upper, _loss) = (double.PositiveInfinity, double.PositiveInfinity);
        _cells = 1;
        Buffers.Room(ref _edges, 2);
        (_edges[0], _edges[1]) = (0, atoms.Count);
        Buffers.Room(ref _low, clusters + 1).AsSpan(0, clusters + 1).Clear();
        Buffers.Room(ref _high, clusters + 1).AsSpan(0, clusters + 1).Fill(1);
        (_low[clusters], _high[0]) = (1, 0);
        Narrow(Math.Max(FirstCells, 4 * clusters));
    }

    /// <summary>Goes on with other atoms of the same values: atoms in the windows may be split up, others merged.</summary>
    public void Narrow(SortedAtoms finer)
    {
        ReadOnlySpan<double> starts = _atoms.Starts;
        for (int i = 0; i < _cells; i++)
        {
            int at = finer.Starts[..finer.Count].BinarySearch(starts[_edges[i]]);
            _edges[i] = at < 0 ? ~at : at;
        }
        _edges[_cells] = finer.Count;
        _atoms = finer;
        Measure();
        Narrow(NextCells());
    }

    /// <summary>Whether windows hold atoms that are not points, so that a boundary may lie inside of them.</summary>
    /// <param name="inWindows">Takes for each atom whether a window holds it, unless it is empty.</param>
    public bool FindOpenAtoms(Span<bool> inWindows = default)
    {
        bool any = false;
        inWindows.Clear();
        MarkWindows();
        for (int cell = 0; cell < _cells; cell++)
        {
            for (int atom = _edges[cell]; _inWindow[cell] && atom < _edges[cell + 1]; atom++)
            {
                any |= !_atoms.IsPoint(atom);
                if (inWindows.IsEmpty && any)
                {
                    return true;
                }
                if (!inWindows.IsEmpty)
                {
                    inWindows[atom] = true;
                }
            }
        }
        return any;
    }

    /// <summary>Finds the best boundaries inside the windows. Atoms in the windows must be points, and there must be at
    /// least as many as clusters.</summary>
    public void Solve()
    {
        Refine(int.MaxValue);
        // Every cluster of an optimum has at least one atom.
        for (int j = 1; j < _clusters; j++)
        {
            while (_edges[_low[j]] < j)
            {
                _low[j]++;
            }
            while (_edges[_high[j]] > _atoms.Count - (_clusters - j))
            {
                _high[j]--;
            }
        }
        LoadGrid();
        RunForward(exact: true);
        Positions = _splitOffsets[_clusters];
        Backtrack();
    }

    private void Narrow(int cells)
    {
        if (_clusters == 1 || (ExactPositions() <= DirectPositions && !FindOpenAtoms()))
        {
            return;
        }
        while (Refine(cells))
        {
            LoadGrid();
            _isRough = CanBeRough();
            RunForward(exact: false);
            Backtrack();
            Polish();
            _upper = Math.Min(_upper, Cost());
            RunBackward();
            Prune();
            // A finer grid takes two programs, the end one.
            if (ExactPositions() <= 2 * Parts * GridPositions() && !FindOpenAtoms())
            {
                return;
            }
            cells = NextCells();
        }
    }

    private int NextCells()
    {
        MarkWindows();
        int count = 0;
        for (int i = 0; i < _cells; i++)
        {
            count += _inWindow[i] ? 1 : 0;
        }
        return Math.Max(FirstCells, Parts * count);
    }

    private long GridPositions()
    {
        long sum = 0;
        for (int j = 1; j < _clusters; j++)
        {
            sum += _high[j] - _low[j] + 1;
        }
        return sum;
    }

    private long ExactPositions()
    {
        long sum = 0;
        for (int j = 1; j < _clusters; j++)
        {
            sum += _edges[_high[j]] - _edges[_low[j]] + 1;
        }
        return sum;
    }
}
