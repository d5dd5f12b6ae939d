namespace CoreML.Quantization;

/// <summary>
/// What is clustered: atoms in the order of their values, none of which is torn apart. An atom is one distinct value (a
/// point), or all values of a bin. Position <c>p</c> is the place before atom <c>p</c>.
/// </summary>
internal sealed class SortedAtoms
{
    /// <summary>Atoms that weigh less than this part of all are left out: they would be lost in the sums.</summary>
    public const double NegligibleWeight = 1e-27;

    private double[] _start = [];
    private bool[] _isPoint = [];
    private DoubleDouble _weight;
    private DoubleDouble _first;
    private DoubleDouble _second;

    /// <summary>Number of atoms.</summary>
    public int Count { get; private set; }

    /// <summary>The least weight of an atom; infinite without atoms.</summary>
    public double LeastWeight { get; private set; }

    /// <summary>The sums over all atoms before a position.</summary>
    public SumArrays Sums { get; } = new();

    /// <summary>For each position the least value that an atom behind it may have; behind the last atom, the largest value of
    /// all.</summary>
    public ReadOnlySpan<double> Starts => _start.AsSpan(0, Count + 1);

    /// <summary>Whether an atom is one distinct value.</summary>
    public bool IsPoint(int atom) => _isPoint[atom];

    /// <summary>Whether all atoms are points.</summary>
    public bool ArePoints => !_isPoint.AsSpan(0, Count).Contains(false);

    /// <summary>Begins anew.</summary>
    /// <param name="capacity">The largest number of atoms that may be added.</param>
    public void Begin(int capacity)
    {
        (Count, LeastWeight) = (0, double.PositiveInfinity);
        Sums.Room(capacity + 1);
        Buffers.Room(ref _start, capacity + 1);
        Buffers.Room(ref _isPoint, capacity);
        _weight = _first = _second = 0;
        Note(0);
    }

    /// <summary>Adds a distinct value, larger than all before.</summary>
    public void AddPoint(double value, double weight)
    {
        DoubleDouble square = DoubleDouble.Product(value, value);
        Add(value, isPoint: true, weight, DoubleDouble.Product(weight, value), square * weight);
        // Holds while this atom is the last.
        _start[Count] = value;
    }

    /// <summary>Adds an atom by its sums.</summary>
    /// <param name="start">No value in it is less, and all values before are.</param>
    /// <param name="isPoint">Whether it is one distinct value.</param>
    /// <param name="weight">The sum of weights, above 0.</param>
    /// <param name="first">The sum of weight · value.</param>
    /// <param name="second">The sum of weight · value².</param>
    public void Add(double start, bool isPoint, DoubleDouble weight, DoubleDouble first, DoubleDouble second)
    {
        _start[Count] = start;
        _isPoint[Count] = isPoint;
        LeastWeight = Math.Min(LeastWeight, weight.High);
        _weight += weight;
        _first += first;
        _second += second;
        Note(++Count);
    }

    /// <summary>Adds a run of another's atoms as one.</summary>
    public void AddMerged(SortedAtoms source, int from, int to)
    {
        SumArrays sums = source.Sums;
        Add(
            source._start[from],
            isPoint: to == from + 1 && source._isPoint[from],
            new DoubleDouble(sums.Weight[to], sums.WeightLow[to]) - new DoubleDouble(sums.Weight[from], sums.WeightLow[from]),
            new DoubleDouble(sums.First[to], sums.FirstLow[to]) - new DoubleDouble(sums.First[from], sums.FirstLow[from]),
            new DoubleDouble(sums.Second[to], sums.SecondLow[to]) - new DoubleDouble(sums.Second[from], sums.SecondLow[from]));
    }

    /// <summary>Ends with the largest value, where the last atom is not a point.</summary>
    public void End(double largest) => _start[Count] = largest;

    private void Note(int position)
    {
        (Sums.Weight[position], Sums.WeightLow[position]) = (_weight.High, _weight.Low);
        (Sums.First[position], Sums.FirstLow[position]) = (_first.High, _first.Low);
        (Sums.Second[position], Sums.SecondLow[position]) = (_second.High, _second.Low);
    }
}
