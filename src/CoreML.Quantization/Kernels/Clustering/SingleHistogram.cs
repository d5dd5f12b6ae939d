using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>
/// Bins of single-precision numbers that share their upper bits: how many, the sum of their lower bits, and the sum of the
/// squares of these. Sums of the numbers and of their squares follow exactly, as numbers of one bin have the same exponent.
/// Large inputs are counted in pieces, each piece by its own histogram, which are then merged.
/// </summary>
/// <remarks>All three are integers: any order gives the same. Weighted sums are kept in double, so pieces with weights must
/// be chosen independently of the number of threads and merged in order. Weights share few exponents, so bins are made page by page
/// where numbers are.</remarks>
internal sealed class SingleHistogram
{
    private const uint Sign = 0x80000000;
    private const uint Infinity = 0x7F800000;
    private const int PageBits = 9;
    private const int PageBins = 1 << PageBits;
    private const int FirstPages = 128;
    private const int FewestBits = 16;
    private const int MostBits = 30;

    private readonly int _shift;
    // A bin's first word has the count above and the sum below, which takes as many bits more as numbers have lower bits.
    private readonly int _countShift;
    private readonly long _mostElements;
    // The first bin of each page, or -1.
    private readonly int[] _pages;
    // Two words for each bin.
    private ulong[] _packed = [];
    // Three sums for each bin.
    private double[] _weights = [];
    private int _binCount;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="bits">16 to 30: upper bits that numbers of a bin have in common. More bins leave fewer numbers to look at
    /// again.</param>
    /// <param name="weighted">Whether elements have weights.</param>
    public SingleHistogram(int bits, bool weighted = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, FewestBits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MostBits);
        (Bits, IsWeighted) = (bits, weighted);
        _shift = 32 - bits;
        (_countShift, _mostElements) = Limits(bits);
        _pages = new int[1 << (bits - PageBits)];
        _pages.AsSpan().Fill(-1);
    }

    /// <summary>Upper bits that numbers of a bin have in common.</summary>
    public int Bits { get; }

    /// <summary>Whether elements have weights.</summary>
    public bool IsWeighted { get; }

    /// <summary>Number of elements counted, if they have no weights.</summary>
    public long Count { get; private set; }

    /// <summary>Whether infinity or not-a-number occurred. No clusters can be computed then.</summary>
    public bool HasNonFinite { get; private set; }

    /// <summary>The largest number of atoms that it makes.</summary>
    public int MostAtoms => _binCount;

    /// <summary>The bits that suit a number of elements and of clusters.</summary>
    /// <remarks>The part of the numbers that lie where a boundary may be grows with the square of the clusters and with the
    /// width of bins.</remarks>
    public static int BitsFor(long count, int clusters)
    {
        int elements = (int)long.Log2(Math.Max(count, 1));
        int bits = Math.Clamp(elements, FewestBits, Math.Clamp(18 + int.Log2(Math.Max(clusters, 1)), 22, 24));
        while (bits < MostBits && Limits(bits).MostElements < count)
        {
            bits++;
        }
        return bits;
    }

    /// <summary>Empties the histogram.</summary>
    public void Clear()
    {
        _pages.AsSpan().Fill(-1);
        (_binCount, Count, HasNonFinite) = (0, 0, false);
    }

    /// <summary>Counts elements.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        ThrowIfWeighted(false);
        NoteCount(values.Length);
        AddRun(values);
    }

    /// <summary>Adds elements with a weight each, finite and not negative.</summary>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, values.Length);
        ThrowIfWeighted(true);
        uint mask = (1u << _shift) - 1;
        for (int i = 0; i < values.Length; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(values[i] + 0f);
            HasNonFinite |= (bits & ~Sign) >= Infinity;
            int at = 3 * BinOf(bits >> _shift);
            Span<double> bin = _weights.AsSpan(at, 3);
            double low = bits & mask;
            bin[0] += weights[i];
            bin[1] += weights[i] * low;
            bin[2] += weights[i] * (low * low);
        }
    }

    /// <summary>Adds what another histogram with as many bins counted.</summary>
    public void Merge(SingleHistogram other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Bits, Bits);
        NoteCount(other.Count);
        HasNonFinite |= other.HasNonFinite;
        for (int page = 0; page < _pages.Length; page++)
        {
            if (other._pages[page] < 0)
            {
                continue;
            }
            (int own, int others) = (PageOf(page), other._pages[page]);
            if (IsWeighted)
            {
                Span<double> sums = _weights.AsSpan(3 * own, 3 * PageBins);
                TensorPrimitives.Add(sums, other._weights.AsSpan(3 * others, 3 * PageBins), sums);
            }
            else
            {
                Span<ulong> words = _packed.AsSpan(2 * own, 2 * PageBins);
                TensorPrimitives.Add(words, other._packed.AsSpan(2 * others, 2 * PageBins), words);
            }
        }
    }

    /// <summary>Makes an atom of each bin that weighs anything.</summary>
    /// <param name="atoms">Takes the atoms.</param>
    /// <param name="bins">Takes the bin of each; at least <see cref="MostAtoms"/>.</param>
    public void Fill(SortedAtoms atoms, Span<int> bins)
    {
        if (HasNonFinite)
        {
            throw new InvalidOperationException("Infinity and not-a-number cannot be clustered.");
        }
        double least = 0;
        for (int i = 0; IsWeighted && i < 3 * _binCount; i += 3)
        {
            least += _weights[i];
        }
        least *= SortedAtoms.NegligibleWeight;
        atoms.Begin(MostAtoms);
        int half = _pages.Length / 2;
        for (int page = _pages.Length - 1; page >= half; page--)
        {
            for (int bin = PageBins - 1; _pages[page] >= 0 && bin >= 0; bin--)
            {
                Fill(atoms, bins, _pages[page] + bin, page << PageBits | bin, least);
            }
        }
        for (int page = 0; page < half; page++)
        {
            for (int bin = 0; _pages[page] >= 0 && bin < PageBins; bin++)
            {
                Fill(atoms, bins, _pages[page] + bin, page << PageBits | bin, least);
            }
        }
    }

    private void Fill(SortedAtoms atoms, Span<int> bins, int index, int bin, double least)
    {
        double weight;
        double sum;
        DoubleDouble squares;
        bool isPoint;
        if (IsWeighted)
        {
            (weight, sum, squares) = (_weights[3 * index], _weights[3 * index + 1], _weights[3 * index + 2]);
            isPoint = squares.High == 0;
        }
        else
        {
            ulong square = _packed[2 * index + 1];
            ulong count = _packed[2 * index] >> _countShift;
            ulong total = _packed[2 * index] & ((1UL << _countShift) - 1);
            (weight, sum, squares) = (count, total, new DoubleDouble(square & ~0xFFFFFFFFUL, square & 0xFFFFFFFF));
            isPoint = (UInt128)count * square == (UInt128)total * total;
        }
        if (weight <= least)
        {
            return;
        }
        uint bits = (uint)bin << _shift;
        double start = BitConverter.UInt32BitsToSingle(bits & ~Sign);
        double unit = BitConverter.UInt32BitsToSingle((bits & ~Sign) | 1) - start;
        double sign = (bits & Sign) == 0 ? 1 : -1;
        double end = start + unit * ((1u << _shift) - 1);
        DoubleDouble first = DoubleDouble.Product(weight, start) + unit * sum;
        DoubleDouble second = DoubleDouble.Product(weight, start * start) + DoubleDouble.Product(2 * start * unit, sum) + squares * (unit * unit);
        bins[atoms.Count] = bin;
        double leastValue = isPoint ? sign * (start + unit * (sum / weight)) : sign > 0 ? start : -end;
        atoms.Add(leastValue, isPoint, weight, first * sign, second);
        atoms.End(isPoint ? leastValue : sign > 0 ? end : -start);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddRun(ReadOnlySpan<float> values)
    {
        ref int pages = ref MemoryMarshal.GetArrayDataReference(_pages);
        ref ulong bins = ref MemoryMarshal.GetArrayDataReference(_packed);
        int shift = _shift;
        uint mask = (1u << shift) - 1;
        ulong one = 1UL << _countShift;
        uint largest = 0;
        foreach (float value in values)
        {
            // Adding 0 makes 0 of −0.
            uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
            ulong low = bits & mask;
            uint number = bits >> shift;
            int page = Unsafe.Add(ref pages, number >> PageBits);
            if (page < 0)
            {
                page = PageOf((int)(number >> PageBits));
                bins = ref MemoryMarshal.GetArrayDataReference(_packed);
            }
            ref ulong bin = ref Unsafe.Add(ref bins, ((nint)page + (nint)(number & (PageBins - 1))) * 2);
            bin += one | low;
            Unsafe.Add(ref bin, 1) += low * low;
            largest = Math.Max(largest, bits & ~Sign);
        }
        HasNonFinite |= largest >= Infinity;
    }

    private static (int CountShift, long MostElements) Limits(int bits)
    {
        int lowBits = 32 - bits;
        int countShift = 64 - (65 - lowBits) / 2;
        return (countShift, Math.Min((1L << (64 - countShift)) - 1, ((1L << countShift) - 1) / ((1L << lowBits) - 1)));
    }

    private int BinOf(uint number) => PageOf((int)(number >> PageBits)) + (int)(number & (PageBins - 1));

    private int PageOf(int page)
    {
        if (_pages[page] < 0)
        {
            int words = (IsWeighted ? 3 : 2) * PageBins;
            int start = _binCount / PageBins * words;
            if (IsWeighted)
            {
                Clear(ref _weights, start, words);
            }
            else
            {
                Clear(ref _packed, start, words);
            }
            _pages[page] = _binCount;
            _binCount += PageBins;
        }
        return _pages[page];
    }

    private static void Clear<T>(ref T[] array, int start, int count)
    {
        if (array.Length < start + count)
        {
            Array.Resize(ref array, Math.Max(FirstPages * count, 2 * array.Length));
        }
        array.AsSpan(start, count).Clear();
    }

    private void ThrowIfWeighted(bool weighted)
    {
        if (weighted != IsWeighted)
        {
            throw new InvalidOperationException("Either all elements of a histogram have weights or none.");
        }
    }

    // Then neither the count nor the sum beside it overflows.
    private void NoteCount(long more)
    {
        Count += more;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(IsWeighted ? 0 : Count, _mostElements, nameof(more));
    }
}
