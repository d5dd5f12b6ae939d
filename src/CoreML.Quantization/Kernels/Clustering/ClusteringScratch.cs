namespace CoreML.Quantization;

/// <summary>The buffers of one thread that clusters. They grow to what is needed and stay.</summary>
internal sealed class ClusteringScratch
{
    private double[] _centroids = [];
    private double[] _starts = [];
    private bool[] _marks = [];
    private float[] _elements = [];
    private SingleHistogram? _singles;

    public SortedAtoms Atoms { get; private set; } = new();

    public SortedAtoms FinerAtoms { get; private set; } = new();

    public BoundarySearch Search { get; init; } = new();

    /// <summary>For the values of one group.</summary>
    public HalfHistogram Halves => field ??= new HalfHistogram();

    /// <summary>Clusters vectors.</summary>
    public VectorKMeans Vectors => field ??= new VectorKMeans();

    /// <summary>The numbers that are looked at again.</summary>
    public SelectedValues Selected { get; } = new();

    /// <summary>Clusters asked for.</summary>
    public int Clusters { get; set; }

    /// <summary>Lower bits in which the numbers of an atom may differ.</summary>
    public int AtomShift { get; set; }

    /// <summary>Whether <see cref="Search"/> has narrowed the windows on bins.</summary>
    public bool IsNarrowed { get; set; }

    /// <summary>For the values of one group: the histogram of before if it has as many bins.</summary>
    public SingleHistogram Singles(int bits, bool weighted)
    {
        if (_singles is null || _singles.Bits != bits || _singles.IsWeighted != weighted)
        {
            _singles = new SingleHistogram(bits, weighted);
        }
        return _singles;
    }

    public Span<double> Centroids(int count) => Buffers.Room(ref _centroids, count).AsSpan(0, count);

    public Span<double> Starts(int count) => Buffers.Room(ref _starts, count).AsSpan(0, count);

    /// <summary>Elements of vectors.</summary>
    public Span<float> Elements(int count) => Buffers.Room(ref _elements, count).AsSpan(0, count);

    public Span<bool> Marks(int count) => Buffers.Room(ref _marks, count).AsSpan(0, count);

    public void SwapAtoms() => (Atoms, FinerAtoms) = (FinerAtoms, Atoms);
}
