using System.Buffers.Binary;
using System.Numerics;

namespace CoreML.Quantization;

/// <summary>
/// The numbers in those ranges where a boundary between clusters may lie, collected from all numbers and then sorted. Several
/// threads collect the numbers of their pieces in an object each; these are appended in order.
/// </summary>
/// <remarks>Numbers that come again and again, as in weights that had tables before, are counted instead of repeated.</remarks>
internal sealed class SelectedValues
{
    /// <summary>Most ranges.</summary>
    public const int MostRanges = 127;

    private const int RunLength = 4096;
    private const int RecentBits = 12;
    private const uint Sign = 0x80000000;
    private const ulong Odd = 0x0101010101010101;

    // A number is in a range if it has passed an odd number of ends. Shared by all objects that collect together.
    private SingleAssignment _assignment = new();
    private readonly byte[] _passed = new byte[RunLength];
    private bool _weighted;
    // Key above, weight below: the bits of a float, or how often the number was met.
    private ulong[] _pairs = [];
    private ulong[] _sorted = [];
    private int _count;
    // Numbers met lately, which are not yet among the pairs.
    private readonly ulong[] _recent = new ulong[1 << RecentBits];

    /// <summary>Whether any range is selected.</summary>
    public bool HasRanges { get; private set; }

    /// <summary>Number of pairs of a number and its weight that were collected.</summary>
    public int Count
    {
        get
        {
            Settle();
            return _count;
        }
    }

    /// <summary>Begins anew.</summary>
    /// <param name="weighted">Whether numbers will have weights.</param>
    /// <param name="ends">Of each range the least number and the next one that does not belong to it, ascending; at most
    /// <see cref="MostRanges"/> ranges.</param>
    public void Begin(bool weighted, ReadOnlySpan<float> ends)
    {
        (_weighted, HasRanges) = (weighted, !ends.IsEmpty);
        _assignment.Set(ends);
        Empty();
    }

    /// <summary>Begins anew with the same ranges as in another object, which selects no others meanwhile.</summary>
    public void Begin(SelectedValues other)
    {
        (_weighted, HasRanges, _assignment) = (other._weighted, other.HasRanges, other._assignment);
        Empty();
    }

    /// <summary>Collects those numbers that lie in the ranges.</summary>
    /// <param name="values">All numbers, or a piece of them; finite.</param>
    /// <param name="weights">Their weights, if they have some.</param>
    public void Add(ReadOnlySpan<float> values, ReadOnlySpan<float> weights = default)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(weights.Length, _weighted ? values.Length : 0);
        Grow(values.Length);
        for (int start = 0; start < values.Length; start += RunLength)
        {
            ReadOnlySpan<float> run = values.Slice(start, Math.Min(RunLength, values.Length - start));
            _assignment.Assign(run, _passed);
            int at = 0;
            for (; at <= run.Length - sizeof(ulong); at += sizeof(ulong))
            {
                ulong odd = BinaryPrimitives.ReadUInt64LittleEndian(_passed.AsSpan(at)) & Odd;
                for (; odd != 0; odd &= odd - 1)
                {
                    int place = at + BitOperations.TrailingZeroCount(odd) / 8;
                    Take(run[place], _weighted ? weights[start + place] : 0);
                }
            }
            for (; at < run.Length; at++)
            {
                if (_passed[at] % 2 == 1)
                {
                    Take(run[at], _weighted ? weights[start + at] : 0);
                }
            }
        }
    }

    /// <summary>Appends what another object collected, which is empty afterwards.</summary>
    public void Append(SelectedValues other)
    {
        if (Count == 0)
        {
            other.Settle();
            (_pairs, _count, other._pairs, other._count) = (other._pairs, other._count, _pairs, 0);
            return;
        }
        int more = other.Count;
        Grow(more);
        other._pairs.AsSpan(0, more).CopyTo(_pairs.AsSpan(_count));
        _count += more;
        other._count = 0;
    }

    /// <summary>Sorts what was collected.</summary>
    public void Sort()
    {
        Buffers.Room(ref _sorted, Count);
        RadixSort.Sort(_pairs.AsSpan(0, _count), _sorted);
    }

    /// <summary>The largest number of atoms that <see cref="Fill"/> adds in all.</summary>
    /// <param name="shift">Lower bits in which numbers of an atom differ.</param>
    public int MostAtoms(int shift)
    {
        int atoms = 0;
        for (int i = 0; i < _count; i++)
        {
            atoms += i == 0 || Key(i) >> shift != Key(i - 1) >> shift ? 1 : 0;
        }
        return atoms;
    }

    /// <summary>Adds atoms of the numbers in a range, after <see cref="Sort"/>.</summary>
    /// <param name="from">The least number.</param>
    /// <param name="to">The next one that does not belong to the range; or infinity.</param>
    /// <param name="shift">Lower bits in which numbers of an atom may differ; 0 makes points.</param>
    /// <param name="at">No number before that one is in the range; afterwards, where the range ends.</param>
    /// <param name="atoms">Takes the atoms.</param>
    /// <param name="least">Atoms that weigh no more than this are left out.</param>
    public void Fill(double from, double to, int shift, ref int at, SortedAtoms atoms, double least)
    {
        while (at < _count && Value(at) < from)
        {
            at++;
        }
        while (at < _count && Value(at) < to)
        {
            (uint first, uint last) = (Key(at), Key(at));
            DoubleDouble weight = 0;
            DoubleDouble sum = 0;
            DoubleDouble squares = 0;
            for (; at < _count && Key(at) >> shift == first >> shift; at++)
            {
                (double value, double ofValue) = (Value(at), Weight(at));
                weight += ofValue;
                sum += DoubleDouble.Product(ofValue, value);
                squares += DoubleDouble.Product(value, value) * ofValue;
                last = Key(at);
            }
            if (weight.High > least)
            {
                atoms.Add(ValueOf(first), first == last, weight, sum, squares);
                atoms.End(ValueOf(last));
            }
        }
    }

    private uint Key(int index) => (uint)(_sorted[index] >> 32);

    private double Value(int index) => ValueOf(Key(index));

    private double Weight(int index) => _weighted ? BitConverter.UInt32BitsToSingle((uint)_sorted[index]) : (uint)_sorted[index];

    // Integers in the order of the numbers; 0 is none of them.
    private static uint KeyOf(float value)
    {
        // Adding 0 makes 0 of −0.
        uint bits = BitConverter.SingleToUInt32Bits(value + 0f);
        return bits ^ ((uint)((int)bits >> 31) | Sign);
    }

    private static double ValueOf(uint key) => BitConverter.UInt32BitsToSingle(key ^ ((uint)~((int)key >> 31) | Sign));

    private void Take(float value, float weight)
    {
        uint key = KeyOf(value);
        if (_weighted)
        {
            _pairs[_count++] = (ulong)key << 32 | BitConverter.SingleToUInt32Bits(weight);
            return;
        }
        ref ulong recent = ref _recent[key * 0x9E3779B1 >> (32 - RecentBits)];
        if (recent >> 32 == key)
        {
            recent++;
            return;
        }
        if (recent != 0)
        {
            _pairs[_count++] = recent;
        }
        recent = (ulong)key << 32 | 1;
    }

    private void Settle()
    {
        if (_weighted)
        {
            return;
        }
        Grow(_recent.Length);
        foreach (ref ulong recent in _recent.AsSpan())
        {
            if (recent != 0)
            {
                _pairs[_count++] = recent;
                recent = 0;
            }
        }
    }

    private void Empty()
    {
        _count = 0;
        _recent.AsSpan().Clear();
    }

    private void Grow(int more)
    {
        if (_pairs.Length < _count + more)
        {
            ulong[] larger = GC.AllocateUninitializedArray<ulong>(Math.Max(_count + more, (int)Math.Min(2L * Math.Max(_pairs.Length, more), Array.MaxLength)));
            _pairs.AsSpan(0, _count).CopyTo(larger);
            _pairs = larger;
        }
    }
}
