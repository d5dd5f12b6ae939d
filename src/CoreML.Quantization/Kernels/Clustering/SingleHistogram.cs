using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>
/// Bins of single-precision numbers that share their upper bits: how many, and the sum of their lower bits. The sum of the numbers
/// follows exactly, as numbers of one bin have the same exponent. Large inputs are counted in pieces, each piece by its own
/// histogram, which are then merged.
/// </summary>
/// <remarks>Both are integers: any order gives the same. Weighted sums are kept in double, so pieces with weights must
/// be chosen independently of the number of threads and merged in order. Weights share few exponents, so bins are made page by page
/// where numbers are.</remarks>
internal sealed partial class SingleHistogram
{
    private const uint Sign = 0x80000000;
    private const uint Infinity = 0x7F800000;
    private const int ExponentBits = 8;
    private const int PageBits = 9;
    private const int PageBins = 1 << PageBits;
    // Room for so many from the beginning, which takes memory only where bins are made.
    private const int FirstBins = 1 << 19;
    private const int FewestBits = 16;
    private const int MostBits = 30;

    private readonly int _shift;
    // A bin's word has the count above and the sum below, which takes as many bits more as numbers have lower bits.
    private readonly int _countShift;
    private readonly long _mostElements;
    // The first bin of each page, or -1.
    private readonly int[] _pages;
    private ulong[] _packed = [];
    // Two sums for each bin.
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

    /// <summary>The largest number of atoms that it makes.</summary>
    public int MostAtoms => _binCount;

    /// <summary>The bits that suit a number of elements and of clusters.</summary>
    /// <remarks>The part of the numbers that lie where a boundary may be grows with the square of the clusters and with the
    /// width of bins.</remarks>
    public static int BitsFor(long count, int clusters)
    {
        int elements = (int)long.Log2(Math.Max(count, 1));
        int bits = Math.Clamp(elements + 2, FewestBits, Math.Clamp(18 + int.Log2(Math.Max(clusters, 1)), 22, 24));
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
        (_binCount, Count) = (0, 0);
    }

    /// <summary>Counts elements.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        ThrowIfWeighted(false);
        NoteCount(values.Length);
        for (int done = 0; done < values.Length;)
        {
            done += AddRun(values[done..]);
            if (done < values.Length)
            {
                PageOf((int)(BitConverter.SingleToUInt32Bits(values[done] + 0f) >> _shift >> PageBits));
            }
        }
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
            int at = 2 * BinOf(bits >> _shift);
            Span<double> bin = _weights.AsSpan(at, 2);
            bin[0] += weights[i];
            bin[1] += weights[i] * (bits & mask);
        }
    }

    /// <summary>Adds what another histogram with as many bins counted.</summary>
    public void Merge(SingleHistogram other)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(other.Bits, Bits);
        NoteCount(other.Count);
        for (int page = 0; page < _pages.Length; page++)
        {
            if (other._pages[page] < 0)
            {
                continue;
            }
            (int own, int others) = (PageOf(page), other._pages[page]);
            if (IsWeighted)
            {
                Span<double> sums = _weights.AsSpan(2 * own, 2 * PageBins);
                TensorPrimitives.Add(sums, other._weights.AsSpan(2 * others, 2 * PageBins), sums);
            }
            else
            {
                Span<ulong> words = _packed.AsSpan(own, PageBins);
                TensorPrimitives.Add(words, other._packed.AsSpan(others, PageBins), words);
            }
        }
    }

    private double WeightOf(int bin) => IsWeighted ? _weights[2 * bin] : _packed[bin] >> _countShift;

    // Up to the first number whose page does not exist.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddRun(ReadOnlySpan<float> values)
    {
        ref int pages = ref MemoryMarshal.GetArrayDataReference(_pages);
        ref ulong bins = ref MemoryMarshal.GetArrayDataReference(_packed);
        int shift = _shift;
        uint mask = (1u << shift) - 1;
        ulong one = 1UL << _countShift;
        for (int i = 0; i < values.Length; i++)
        {
            // Adding 0 makes 0 of −0.
            uint bits = BitConverter.SingleToUInt32Bits(values[i] + 0f);
            uint number = bits >> shift;
            int page = Unsafe.Add(ref pages, (nint)(number >> PageBits));
            if (page < 0)
            {
                return i;
            }
            Unsafe.Add(ref bins, (nint)((uint)page + (number & (PageBins - 1)))) += one | (bits & mask);
        }
        return values.Length;
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
            if (IsWeighted)
            {
                Extend(ref _weights, 2 * _binCount, 2 * PageBins);
            }
            else
            {
                Extend(ref _packed, _binCount, PageBins);
            }
            _pages[page] = _binCount;
            _binCount += PageBins;
        }
        return _pages[page];
    }

    private void Extend<T>(ref T[] array, int used, int more)
    {
        if (array.Length < used + more)
        {
            T[] larger = GC.AllocateUninitializedArray<T>(Math.Max(Math.Min(1 << Bits, FirstBins) / PageBins * more, 2 * array.Length));
            array.AsSpan(0, used).CopyTo(larger);
            array = larger;
        }
        array.AsSpan(used, more).Clear();
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
