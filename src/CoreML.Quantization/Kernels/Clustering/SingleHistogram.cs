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
/// be chosen independently of the number of threads and merged in order.</remarks>
internal sealed class SingleHistogram
{
    private const int CountShift = 40;
    private const uint Sign = 0x80000000;
    private const uint Infinity = 0x7F800000;
    // Then neither the count nor the sum beside it can overflow.
    private const int FlushAfter = (1 << (64 - CountShift)) - 1;

    private readonly int _shift;
    // For each bin count and sum in one word, and the sum of squares.
    private readonly ulong[] _packed;
    private readonly double[] _weights = [];
    private ulong[] _counts = [];
    private ulong[] _sums = [];
    private ulong[] _squares = [];
    private int _unflushed;

    /// <summary>Makes an empty histogram.</summary>
    /// <param name="bits">16 to 20: upper bits that numbers of a bin have in common. More bins leave fewer numbers to look at
    /// again.</param>
    /// <param name="weighted">Whether elements have weights.</param>
    public SingleHistogram(int bits, bool weighted = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bits, 16);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, 20);
        Bits = bits;
        _shift = 32 - bits;
        if (weighted)
        {
            _weights = new double[3 << bits];
        }
        _packed = weighted ? [] : new ulong[2 << bits];
    }

    /// <summary>Upper bits that numbers of a bin have in common.</summary>
    public int Bits { get; }

    /// <summary>Whether elements have weights.</summary>
    public bool IsWeighted => _weights.Length > 0;

    /// <summary>Whether infinity or not-a-number occurred. No clusters can be computed then.</summary>
    public bool HasNonFinite { get; private set; }

    /// <summary>The bits that suit a number of elements.</summary>
    public static int BitsFor(long count) => (int)Math.Clamp(long.Log2(Math.Max(count, 1)), 16, 20);

    /// <summary>Empties the histogram.</summary>
    public void Clear()
    {
        _packed.AsSpan().Clear();
        _weights.AsSpan().Clear();
        _counts.AsSpan().Clear();
        _sums.AsSpan().Clear();
        _squares.AsSpan().Clear();
        _unflushed = 0;
        HasNonFinite = false;
    }

    /// <summary>Counts elements.</summary>
    public void Add(ReadOnlySpan<float> values)
    {
        ThrowIfWeighted(false);
        while (!values.IsEmpty)
        {
            if (_unflushed == FlushAfter)
            {
                Flush();
            }
            int count = Math.Min(values.Length, FlushAfter - _unflushed);
            AddRun(values[..count]);
            _unflushed += count;
            values = values[count..];
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
            HasNonFinite |= (bits & ~Sign) >= Infinity;
            Span<double> bin = _weights.AsSpan(3 * (int)(bits >> _shift), 3);
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
        HasNonFinite |= other.HasNonFinite;
        if (IsWeighted)
        {
            TensorPrimitives.Add<double>(_weights, other._weights, _weights);
            return;
        }
        Flush();
        other.Flush();
        TensorPrimitives.Add<ulong>(_counts, other._counts, _counts);
        TensorPrimitives.Add<ulong>(_sums, other._sums, _sums);
        TensorPrimitives.Add<ulong>(_squares, other._squares, _squares);
    }

    /// <summary>Makes an atom of each bin that weighs anything.</summary>
    /// <param name="atoms">Takes the atoms.</param>
    /// <param name="bins">Takes the bin of each.</param>
    public void Fill(SortedAtoms atoms, Span<int> bins)
    {
        if (HasNonFinite)
        {
            throw new InvalidOperationException("Infinity and not-a-number cannot be clustered.");
        }
        int half = 1 << (Bits - 1);
        int inf = (int)(Infinity >> _shift);
        atoms.Begin(2 * inf);
        double least = 0;
        for (int i = 0; i < _weights.Length; i += 3)
        {
            least += _weights[i];
        }
        least *= SortedAtoms.NegligibleWeight;
        for (int bin = half + inf - 1; bin >= half; bin--)
        {
            Fill(atoms, bins, bin, least);
        }
        for (int bin = 0; bin < inf; bin++)
        {
            Fill(atoms, bins, bin, least);
        }
    }

    private void Fill(SortedAtoms atoms, Span<int> bins, int bin, double least)
    {
        double weight;
        double sum;
        DoubleDouble squares;
        bool isPoint;
        if (IsWeighted)
        {
            (weight, sum, squares) = (_weights[3 * bin], _weights[3 * bin + 1], _weights[3 * bin + 2]);
            isPoint = squares.High == 0;
        }
        else
        {
            ulong packed = _packed[2 * bin];
            ulong square = _packed[2 * bin + 1];
            ulong count = packed >> CountShift;
            ulong total = packed & ((1UL << CountShift) - 1);
            if (_counts.Length > 0)
            {
                count += _counts[bin];
                total += _sums[bin];
                square += _squares[bin];
            }
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
        ref ulong bins = ref MemoryMarshal.GetArrayDataReference(_packed);
        int shift = _shift;
        uint mask = (1u << shift) - 1;
        uint largest = 0;
        foreach (float value in values)
        {
            // Adding 0 makes 0 of −0.
            uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
            ulong low = bits & mask;
            ref ulong bin = ref Unsafe.Add(ref bins, (nint)(bits >> shift) * 2);
            bin += (1UL << CountShift) | low;
            Unsafe.Add(ref bin, 1) += low * low;
            largest = Math.Max(largest, bits & ~Sign);
        }
        HasNonFinite |= largest >= Infinity;
    }

    private void ThrowIfWeighted(bool weighted)
    {
        if (weighted != IsWeighted)
        {
            throw new InvalidOperationException("Either all elements of a histogram have weights or none.");
        }
    }

    private void Flush()
    {
        if (_counts.Length == 0)
        {
            (_counts, _sums, _squares) = (new ulong[1 << Bits], new ulong[1 << Bits], new ulong[1 << Bits]);
        }
        for (int bin = 0; bin < _counts.Length; bin++)
        {
            ulong packed = _packed[2 * bin];
            _counts[bin] += packed >> CountShift;
            _sums[bin] += packed & ((1UL << CountShift) - 1);
            _squares[bin] += _packed[2 * bin + 1];
        }
        _packed.AsSpan().Clear();
        _unflushed = 0;
    }
}
