using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// One step of the dynamic program: the least cost of everything before each target position in one cluster more, from
/// the least costs in one cluster less.
/// </summary>
/// <remarks>The best beginning of the last cluster never moves back when its end moves on, so the targets between two
/// others need to look only between the beginnings of those (divide and conquer).</remarks>
internal static class SplitRow
{
    private const double Epsilon = 1.0 / (1L << 52);

    private interface IPrecision
    {
        static abstract bool IsRough { get; }
    }

    /// <summary>Computes a row with the widest vectors there are.</summary>
    /// <inheritdoc cref="Compute{TVector, TLanes}"/>
    public static void Compute(
        SumArrays sums, ReadOnlySpan<double> before, int beforeLow, int beforeHigh, int targetLow, bool emptyAllowed,
        bool rough, Span<double> costs, Span<int> splits)
    {
        if (Vector512.IsHardwareAccelerated)
        {
            Compute<Vector512<double>, DoubleLanes8>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, rough, costs, splits);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Compute<Vector256<double>, DoubleLanes4>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, rough, costs, splits);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Compute<Vector128<double>, DoubleLanes2>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, rough, costs, splits);
        }
        else
        {
            Compute<double, DoubleLanes1>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, rough, costs, splits);
        }
    }

    /// <summary>Computes a row.</summary>
    /// <param name="sums">The sums at every position.</param>
    /// <param name="before">The least costs in one cluster less, for positions from <paramref name="beforeLow"/> on, and at
    /// least seven more elements that do not count.</param>
    /// <param name="beforeLow">The first position where the last cluster may begin.</param>
    /// <param name="beforeHigh">The last one.</param>
    /// <param name="targetLow">The first position where it may end.</param>
    /// <param name="emptyAllowed">Whether it may be empty.</param>
    /// <param name="rough">Whether costs may be off by <see cref="RoughError"/>: then they are computed from the upper halves of the
    /// sums alone.</param>
    /// <param name="costs">Takes the least costs of the targets; infinite where there is no beginning.</param>
    /// <param name="splits">Takes the beginnings of the last cluster: of equal ones the first.</param>
    internal static void Compute<TVector, TLanes>(
        SumArrays sums, ReadOnlySpan<double> before, int beforeLow, int beforeHigh, int targetLow, bool emptyAllowed,
        bool rough, Span<double> costs, Span<int> splits)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        if (rough)
        {
            Run<TVector, TLanes, Rough>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, costs, splits);
        }
        else
        {
            Run<TVector, TLanes, Exact>(sums, before, beforeLow, beforeHigh, targetLow, emptyAllowed, costs, splits);
        }
    }

    /// <summary>How far the rough cost of one cluster may be off: some roundings of numbers as large as the sum of squares would be if
    /// all values were the largest, and as many again for beginnings that are missed because of them.</summary>
    /// <param name="weight">The sum of all weights.</param>
    /// <param name="largest">The largest magnitude of a value.</param>
    public static double RoughError(double weight, double largest) => 256 * Epsilon * weight * largest * largest;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Run<TVector, TLanes, TPrecision>(
        SumArrays sums, ReadOnlySpan<double> before, int beforeLow, int beforeHigh, int targetLow, bool emptyAllowed,
        Span<double> costs, Span<int> splits)
        where TLanes : struct, IDoubleLanes<TVector>
        where TPrecision : struct, IPrecision
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(before.Length, beforeHigh - beforeLow + 8);
        var sources = new Sources(sums);
        int count = costs.Length;
        (costs[0], splits[0]) = Best<TVector, TLanes, TPrecision>(
            sums, sources, before, beforeLow, beforeLow, beforeHigh, targetLow, emptyAllowed);
        for (int stride = (int)(BitOperations.RoundUpToPowerOf2((uint)count) / 2); stride > 0; stride /= 2)
        {
            for (int i = stride; i < count; i += 2 * stride)
            {
                int low = splits[i - stride];
                int high = i + stride < count ? splits[i + stride] : beforeHigh;
                (costs[i], splits[i]) = Best<TVector, TLanes, TPrecision>(
                    sums, sources, before, beforeLow, low, high, targetLow + i, emptyAllowed);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double Cost, int Split) Best<TVector, TLanes, TPrecision>(
        SumArrays sums, in Sources sources, ReadOnlySpan<double> known, int knownLow, int low, int high, int target, bool emptyAllowed)
        where TLanes : struct, IDoubleLanes<TVector>
        where TPrecision : struct, IPrecision
    {
        var end = new Sums<TVector, TLanes>(sums, target);
        ref double costs = ref MemoryMarshal.GetReference(known);
        int last = Math.Min(high, target - 1);
        TVector infinity = TLanes.Create(double.PositiveInfinity);
        TVector best = infinity;
        TVector bestIndex = TLanes.Create(low);
        TVector behind = TLanes.Create(last + 1.0);
        for (int i = low; i <= last; i += TLanes.Count)
        {
            TVector index = TLanes.Sequence(i);
            TVector cost = TLanes.Add(
                TLanes.Load(ref costs, i - knownLow),
                TPrecision.IsRough ? RoughCost<TVector, TLanes>(sources, i, end) : Cost<TVector, TLanes>(sources, i, end));
            cost = TLanes.WhereLess(index, behind, cost, infinity);
            bestIndex = TLanes.WhereLess(cost, best, index, bestIndex);
            best = TLanes.WhereLess(cost, best, cost, best);
        }
        (double value, double split) = TLanes.Smallest(best, bestIndex);
        return emptyAllowed && high >= target && known[target - knownLow] < value
            ? (known[target - knownLow], target)
            : (value, (int)split);
    }

    /// <summary><c>Σwx² − (Σwx)² / Σw</c> between several beginnings and one end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static TVector Cost<TVector, TLanes>(in Sources sources, int from, in Sums<TVector, TLanes> end)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        Difference<TVector, TLanes>(end.Weight, end.WeightLow, ref sources.Weight, ref sources.WeightLow, from, out TVector weight, out TVector weightLow);
        Difference<TVector, TLanes>(end.First, end.FirstLow, ref sources.First, ref sources.FirstLow, from, out TVector first, out TVector firstLow);
        Difference<TVector, TLanes>(end.Second, end.SecondLow, ref sources.Second, ref sources.SecondLow, from, out TVector second, out TVector secondLow);
        TVector zero = TLanes.Create(0);
        TVector square = TLanes.Multiply(first, first);
        TVector squareLow = TLanes.MultiplyAdd(first, first, TLanes.Subtract(zero, square));
        squareLow = TLanes.MultiplyAdd(TLanes.Add(first, first), firstLow, squareLow);
        // A quotient, and the quotient of the remainder: together as exact as the operands.
        TVector reciprocal = TLanes.Divide(TLanes.Create(1), weight);
        TVector quotient = TLanes.Multiply(square, reciprocal);
        TVector negative = TLanes.Subtract(zero, quotient);
        TVector remainder = TLanes.MultiplyAdd(negative, weight, square);
        remainder = TLanes.MultiplyAdd(negative, weightLow, TLanes.Add(remainder, squareLow));
        TVector quotientLow = TLanes.Multiply(remainder, reciprocal);
        return TLanes.Add(TLanes.Subtract(second, quotient), TLanes.Subtract(secondLow, quotientLow));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector RoughCost<TVector, TLanes>(in Sources sources, int from, in Sums<TVector, TLanes> end)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        TVector weight = TLanes.Subtract(end.Weight, TLanes.Load(ref sources.Weight, from));
        TVector first = TLanes.Subtract(end.First, TLanes.Load(ref sources.First, from));
        TVector second = TLanes.Subtract(end.Second, TLanes.Load(ref sources.Second, from));
        return TLanes.Subtract(second, TLanes.Divide(TLanes.Multiply(first, first), weight));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Difference<TVector, TLanes>(
        TVector end, TVector endLow, ref double source, ref double sourceLow, int from, out TVector high, out TVector low)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        TVector start = TLanes.Load(ref source, from);
        TVector difference = TLanes.Subtract(end, start);
        TVector part = TLanes.Subtract(difference, end);
        TVector error = TLanes.Subtract(TLanes.Subtract(end, TLanes.Subtract(difference, part)), TLanes.Add(start, part));
        error = TLanes.Add(error, TLanes.Subtract(endLow, TLanes.Load(ref sourceLow, from)));
        high = TLanes.Add(difference, error);
        low = TLanes.Subtract(error, TLanes.Subtract(high, difference));
    }

    /// <summary>The sums at all positions.</summary>
    internal readonly ref struct Sources(SumArrays sums)
    {
        public readonly ref double Weight = ref sums.Weight[0];
        public readonly ref double WeightLow = ref sums.WeightLow[0];
        public readonly ref double First = ref sums.First[0];
        public readonly ref double FirstLow = ref sums.FirstLow[0];
        public readonly ref double Second = ref sums.Second[0];
        public readonly ref double SecondLow = ref sums.SecondLow[0];
    }

    /// <summary>The sums at one position, in all lanes.</summary>
    internal readonly struct Sums<TVector, TLanes>(SumArrays sums, int position)
        where TLanes : struct, IDoubleLanes<TVector>
    {
        public readonly TVector Weight = TLanes.Create(sums.Weight[position]);
        public readonly TVector WeightLow = TLanes.Create(sums.WeightLow[position]);
        public readonly TVector First = TLanes.Create(sums.First[position]);
        public readonly TVector FirstLow = TLanes.Create(sums.FirstLow[position]);
        public readonly TVector Second = TLanes.Create(sums.Second[position]);
        public readonly TVector SecondLow = TLanes.Create(sums.SecondLow[position]);
    }

    private readonly struct Exact : IPrecision
    {
        public static bool IsRough => false;
    }

    private readonly struct Rough : IPrecision
    {
        public static bool IsRough => true;
    }
}
