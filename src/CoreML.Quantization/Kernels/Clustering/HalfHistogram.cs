using System.Numerics.Tensors;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>
/// How often, or with what sum of weights, each of the 65,536 half-precision numbers occurs. Large inputs are counted in
/// pieces, each piece by its own histogram, which are then merged.
/// </summary>
/// <remarks>Counts are integers: any order gives the same. Weights are summed in double, so pieces with weights must be
/// chosen independently of the number of threads and merged in order.</remarks>
internal sealed class HalfHistogram
{
    private const int Values = 1 << 16;
    private const int Infinity = 0x7C00;
    private const int Sign = 0x8000;
    // Neighbours that are equal wait for each other's increment unless they go to different tables.
    private const int Tables = 4;

    private readonly uint[] _counts = new uint[Tables * Values];
    private double[]? _weights;
    private bool _folded = true;

    /// <summary>Number of elements counted: at most 2³² − 1.</summary>
    public long Count { get; private set; }

    /// <summary>Whether infinity or not-a-number occurred. No clusters can be computed then.</summary>
    public bool HasNonFinite
    {
        get
        {
            Fold();
            return _counts.AsSpan(Infinity, Sign - Infinity).ContainsAnyExcept(0u)
                || _counts.AsSpan(Sign + Infinity, Sign - Infinity).ContainsAnyExcept(0u);
        }
    }

    /// <summary>Empties the histogram.</summary>
    public void Clear()
    {
        // Folding empties the other tables.
        _counts.AsSpan(0, _folded ? Values : Tables * Values).Clear();
        _weights?.AsSpan().Clear();
        Count = 0;
        _folded = true;
    }

    /// <summary>Counts elements.</summary>
    public void Add(ReadOnlySpan<Half> values)
    {
        NoteCount(values.Length);
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<Half, ushort>(values);
        int done = AddFour(bits);
        foreach (ushort value in bits[done..])
        {
            _counts[value]++;
        }
    }

    /// <summary>Adds elements with a weight each, finite and not negative. Either all elements of a histogram have weights
    /// or none.</summary>
    public void Add(ReadOnlySpan<Half> values, ReadOnlySpan<float> weights)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, values.Length);
        NoteCount(values.Length);
        _weights ??= new double[Values];
        ReadOnlySpan<ushort> bits = MemoryMarshal.Cast<Half, ushort>(values);
        for (int i = 0; i < bits.Length; i++)
        {
            _counts[bits[i]]++;
            _weights[bits[i]] += weights[i];
        }
    }

    /// <summary>Adds what another histogram counted.</summary>
    public void Merge(HalfHistogram other)
    {
        NoteCount(other.Count);
        TensorPrimitives.Add<uint>(_counts, other._counts, _counts);
        _folded = false;
        if (other._weights is not null)
        {
            _weights ??= new double[Values];
            TensorPrimitives.Add<double>(_weights, other._weights, _weights);
        }
    }

    /// <summary>Tells how often each magnitude occurs, whatever its sign.</summary>
    /// <param name="counts">Takes a count for each of 32,768 magnitudes, in the order of their bits.</param>
    public void CopyMagnitudes(Span<uint> counts)
    {
        Fold();
        TensorPrimitives.Add(_counts.AsSpan(0, Sign), _counts.AsSpan(Sign, Sign), counts);
    }

    /// <summary>Makes atoms of the distinct values that weigh anything; both zeros are one.</summary>
    public void Fill(SortedAtoms atoms)
    {
        if (HasNonFinite)
        {
            throw new InvalidOperationException("Infinity and not-a-number cannot be clustered.");
        }
        double least = _weights is null ? 0 : TensorPrimitives.Sum<double>(_weights) * SortedAtoms.NegligibleWeight;
        atoms.Begin(2 * Infinity);
        int end = Sign + 1;
        for (int bits = PreviousCounted(end, Sign + Infinity); bits >= end; bits = PreviousCounted(end, bits))
        {
            Fill(atoms, bits, Weight(bits), least);
        }
        Fill(atoms, 0, Weight(0) + Weight(Sign), least);
        for (int bits = NextCounted(1); bits < Infinity; bits = NextCounted(bits + 1))
        {
            Fill(atoms, bits, Weight(bits), least);
        }
    }

    // Most numbers do not occur.
    private int NextCounted(int from)
    {
        int next = _counts.AsSpan(from, Infinity - from).IndexOfAnyExcept(0u);
        return next < 0 ? Infinity : from + next;
    }

    private int PreviousCounted(int from, int before) => from + _counts.AsSpan(from, before - from).LastIndexOfAnyExcept(0u);

    private static void Fill(SortedAtoms atoms, int bits, double weight, double least)
    {
        if (weight > least)
        {
            atoms.AddPoint((double)BitConverter.UInt16BitsToHalf((ushort)bits), weight);
        }
    }

    private double Weight(int bits) => _weights is null ? _counts[bits] : _weights[bits];

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int AddFour(ReadOnlySpan<ushort> bits)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<ushort, ulong>(bits);
        ref uint first = ref MemoryMarshal.GetArrayDataReference(_counts);
        ref uint second = ref Unsafe.Add(ref first, Values);
        ref uint third = ref Unsafe.Add(ref second, Values);
        ref uint fourth = ref Unsafe.Add(ref third, Values);
        // Which of the four comes from which end of the word makes no difference.
        foreach (ulong word in words)
        {
            Unsafe.Add(ref first, (nint)(ushort)word)++;
            Unsafe.Add(ref second, (nint)(ushort)(word >> 16))++;
            Unsafe.Add(ref third, (nint)(ushort)(word >> 32))++;
            Unsafe.Add(ref fourth, (nint)(word >> 48))++;
        }
        _folded &= words.IsEmpty;
        return words.Length * 4;
    }

    private void NoteCount(long more)
    {
        Count += more;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Count, uint.MaxValue, nameof(more));
    }

    private void Fold()
    {
        if (_folded)
        {
            return;
        }
        Span<uint> sums = _counts.AsSpan(0, Values);
        for (int table = 1; table < Tables; table++)
        {
            Span<uint> counts = _counts.AsSpan(table * Values, Values);
            TensorPrimitives.Add(sums, counts, sums);
            counts.Clear();
        }
        _folded = true;
    }
}
