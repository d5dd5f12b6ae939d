namespace CoreML.Quantization;

/// <summary>
/// The numbers of those bins of a <see cref="SingleHistogram"/> in which a boundary between clusters may lie. Several
/// threads collect the numbers of their pieces in an object each; these are appended in order.
/// </summary>
internal sealed class SelectedValues
{
    private const int Run = 4096;
    private const uint Sign = 0x80000000;

    private ulong[] _bins = [];
    private int _shift;
    private bool _weighted;
    private uint[] _keys = [];
    private uint[] _sortedKeys = [];
    // Key above, weight below.
    private ulong[] _pairs = [];
    private ulong[] _sortedPairs = [];

    /// <summary>Number of numbers collected.</summary>
    public int Count { get; private set; }

    /// <summary>Begins anew, with no bin selected.</summary>
    public void Begin(SingleHistogram histogram)
    {
        Count = 0;
        _shift = 32 - histogram.Bits;
        _weighted = histogram.IsWeighted;
        Buffers.Room(ref _bins, 1 << (histogram.Bits - 6)).AsSpan().Clear();
    }

    /// <summary>Begins anew with the same bins selected as in another object, which is not changed meanwhile.</summary>
    public void Begin(SelectedValues other)
    {
        Count = 0;
        (_shift, _weighted, _bins) = (other._shift, other._weighted, other._bins);
    }

    /// <summary>Selects a bin.</summary>
    public void Select(int bin) => _bins[bin >> 6] |= 1UL << bin;

    /// <summary>Collects those numbers that lie in the selected bins.</summary>
    /// <param name="values">The numbers that the histogram was made of, or a piece of them.</param>
    /// <param name="weights">Their weights, if the histogram has weights.</param>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _weighted ? values.Length : 0);
        for (int i = 0; i < values.Length; i += Run)
        {
            int count = Math.Min(Run, values.Length - i);
            if (_weighted)
            {
                Grow(ref _pairs, count);
                AddRun(values.Slice(i, count), weights.Slice(i, count));
            }
            else
            {
                Grow(ref _keys, count);
                AddRun(values.Slice(i, count));
            }
        }
    }

    /// <summary>Appends what another object collected.</summary>
    public void Append(SelectedValues other)
    {
        if (_weighted)
        {
            Grow(ref _pairs, other.Count);
            other._pairs.AsSpan(0, other.Count).CopyTo(_pairs.AsSpan(Count));
        }
        else
        {
            Grow(ref _keys, other.Count);
            other._keys.AsSpan(0, other.Count).CopyTo(_keys.AsSpan(Count));
        }
        Count += other.Count;
    }

    /// <summary>Sorts what was collected.</summary>
    public void Sort()
    {
        if (_weighted)
        {
            Buffers.Room(ref _sortedPairs, Count);
            RadixSort.Sort(_pairs.AsSpan(0, Count), 32, _sortedPairs.AsSpan());
        }
        else
        {
            Buffers.Room(ref _sortedKeys, Count);
            RadixSort.Sort(_keys.AsSpan(0, Count), 0, _sortedKeys.AsSpan());
        }
    }

    /// <summary>Adds the distinct numbers of one bin as atoms, after <see cref="Sort"/>.</summary>
    /// <param name="bin">The bin.</param>
    /// <param name="at">Where its numbers begin; afterwards, where they end.</param>
    /// <param name="atoms">Takes the atoms.</param>
    /// <param name="least">Numbers that weigh no more than this are left out.</param>
    public void TakeBin(int bin, ref int at, SortedAtoms atoms, double least)
    {
        while (at < Count && BitsOf(Key(at)) >> _shift == (uint)bin)
        {
            uint key = Key(at);
            double weight = 0;
            do
            {
                weight += _weighted ? BitConverter.UInt32BitsToSingle((uint)_sortedPairs[at]) : 1;
                at++;
            }
            while (at < Count && Key(at) == key);
            if (weight > least)
            {
                atoms.AddPoint(BitConverter.UInt32BitsToSingle(BitsOf(key)), weight);
            }
        }
    }

    private uint Key(int index) => _weighted ? (uint)(_sortedPairs[index] >> 32) : _sortedKeys[index];

    // Integers in the order of the numbers.
    private static uint KeyOf(uint bits) => bits ^ ((uint)((int)bits >> 31) | Sign);

    private static uint BitsOf(uint key) => key ^ ((uint)~((int)key >> 31) | Sign);

    // Every number is written, and stays if its bin is selected: no branch to guess.
    private void AddRun(ReadOnlySpan<float> values)
    {
        ulong[] bins = _bins;
        uint[] keys = _keys;
        int shift = _shift;
        int count = Count;
        foreach (float value in values)
        {
            uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
            uint bin = bits >> shift;
            keys[count] = KeyOf(bits);
            count += (int)(bins[bin >> 6] >> (int)bin) & 1;
        }
        Count = count;
    }

    private void AddRun(ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i] + 0f);
            uint bin = bits >> _shift;
            _pairs[Count] = (ulong)KeyOf(bits) << 32 | BitConverter.SingleToUInt32Bits(weights[i]);
            Count += (int)(_bins[bin >> 6] >> (int)bin) & 1;
        }
    }

    private void Grow<T>(ref T[] array, int more)
    {
        if (array.Length < Count + more)
        {
            T[] larger = GC.AllocateUninitializedArray<T>(Math.Max(Count + more, (int)Math.Min(2L * array.Length, Array.MaxLength)));
            array.AsSpan(0, Count).CopyTo(larger);
            array = larger;
        }
    }
}
