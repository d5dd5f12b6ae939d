using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// The magnitude that a share of a weight's elements does not exceed: numpy's linear quantile of all magnitudes, computed in double
/// precision and rounded to the weight's type. Exact, from counts of magnitudes: of all halves at once, of single-precision numbers
/// by their upper and then their lower 16 bits. The counts also tell how many elements of each part are above it.
/// </summary>
internal sealed class MagnitudeQuantile
{
    // Of halves, and of the upper 16 bits of single-precision numbers.
    private const int Magnitudes = 1 << 15;
    private const int LowerBins = 1 << 16;

    private readonly WeightSource _source;
    private readonly Workers _workers;
    private readonly PieceParts _parts;
    // Of halves all, of single-precision numbers the upper bits.
    private readonly int[][] _counts;
    private readonly Dictionary<int, int[][]> _lowerCounts = [];

    private MagnitudeQuantile(WeightSource source, Workers workers)
    {
        (_source, _workers, _parts) = (source, workers, new PieceParts(source.ElementCount));
        _counts = source.IsHalf ? CountHalves() : CountSingles(Magnitudes, AddUpper);
    }

    /// <summary>Computes the quantile.</summary>
    /// <param name="source">The weight, of finite elements; others are refused.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="workers">The threads.</param>
    /// <returns>The quantile, and the number of elements of each of the <see cref="PieceParts"/> with a larger magnitude.</returns>
    public static (float Threshold, long[] Above) Of(WeightSource source, double share, Workers workers)
    {
        var quantile = new MagnitudeQuantile(source, workers);
        double position = share * (source.ElementCount - 1);
        long rank = (long)Math.Floor(position);
        float lower = quantile.Find(rank);
        float upper = quantile.Find(Math.Min(rank + 1, source.ElementCount - 1));
        float threshold = Interpolate(lower, upper, position - rank, source.IsHalf);
        return (threshold, [.. Enumerable.Range(0, quantile._parts.Count).Select(part => quantile.Above(part, threshold))]);
    }

    /// <summary>The quantile of sorted magnitudes.</summary>
    public static float OfSorted(ReadOnlySpan<float> sorted, double share, bool half)
    {
        double position = share * (sorted.Length - 1);
        int rank = (int)Math.Floor(position);
        return Interpolate(sorted[rank], sorted[Math.Min(rank + 1, sorted.Length - 1)], position - rank, half);
    }

    private static float Interpolate(double lower, double upper, double fraction, bool half)
    {
        // From the nearer end, as numpy does.
        double value = fraction < 0.5 ? lower + (upper - lower) * fraction : upper - (upper - lower) * (1 - fraction);
        return half ? (float)(Half)value : (float)value;
    }

    // The magnitude of the element that so many others come before.
    private float Find(long rank)
    {
        int bin = Find(_counts, ref rank);
        return _source.IsHalf
            ? (float)BitConverter.UInt16BitsToHalf((ushort)bin)
            : BitConverter.UInt32BitsToSingle(((uint)bin << 16) | (uint)Find(Lower(bin), ref rank));
    }

    private static int Find(int[][] counts, ref long rank)
    {
        for (int bin = 0; ; bin++)
        {
            long count = 0;
            foreach (int[] part in counts)
            {
                count += part[bin];
            }
            if (rank < count)
            {
                return bin;
            }
            rank -= count;
        }
    }

    private long Above(int part, float threshold)
    {
        if (_source.IsHalf)
        {
            return Sum(_counts[part].AsSpan(BitConverter.HalfToUInt16Bits((Half)threshold) + 1));
        }
        uint bits = BitConverter.SingleToUInt32Bits(threshold);
        int bin = (int)(bits >> 16);
        return Sum(_counts[part].AsSpan(bin + 1)) + Sum(Lower(bin)[part].AsSpan((ushort)bits + 1));
    }

    private static long Sum(ReadOnlySpan<int> counts)
    {
        long sum = 0;
        foreach (int count in counts)
        {
            sum += count;
        }
        return sum;
    }

    // How often the lower bits occur together with these upper ones.
    private int[][] Lower(int bin)
    {
        if (!_lowerCounts.TryGetValue(bin, out int[][]? counts))
        {
            _lowerCounts.Add(bin, counts = CountSingles(LowerBins, (values, counts) => AddLower(values, bin, counts)));
        }
        return counts;
    }

    private int[][] CountHalves() => Count(Magnitudes, (part, counts, scratch) =>
    {
        HalfHistogram histogram = scratch.Clustering.Halves;
        histogram.Clear();
        Visit(part, scratch, packed => histogram.Add(MemoryMarshal.Cast<byte, Half>(packed)));
        histogram.CopyMagnitudes(MemoryMarshal.Cast<int, uint>(counts.AsSpan()));
    });

    private int[][] CountSingles(int bins, Action<ReadOnlySpan<uint>, int[]> add) => Count(
        bins, (part, counts, scratch) => Visit(part, scratch, packed => add(MemoryMarshal.Cast<byte, uint>(packed), counts)));

    private int[][] Count(int bins, Action<int, int[], Scratch> count)
    {
        var counts = new int[_parts.Count][];
        _workers.ForEach(counts.Length, (part, scratch) => count(part, counts[part] = new int[bins], scratch));
        return counts;
    }

    private void Visit(int part, Scratch scratch, Action<ReadOnlySpan<byte>> visit)
    {
        (int piece, int end) = _parts.Pieces(part);
        for (; piece < end; piece++)
        {
            (long first, int count) = _parts.Elements(piece);
            Span<byte> packed = _source.Read(first, count, scratch);
            if (!WeightRange.Of(_source.ElementType, packed).IsFinite)
            {
                _source.CheckFinite(first, packed);
            }
            visit(packed);
        }
    }

    private static void AddUpper(ReadOnlySpan<uint> values, int[] counts)
    {
        foreach (uint bits in values)
        {
            counts[(bits & int.MaxValue) >> 16]++;
        }
    }

    private static void AddLower(ReadOnlySpan<uint> values, int bin, int[] counts)
    {
        Vector256<uint> wanted = Vector256.Create((uint)bin);
        int i = 0;
        for (; i <= values.Length - Vector256<uint>.Count; i += Vector256<uint>.Count)
        {
            // Most numbers have other upper bits.
            Vector256<uint> upper = (Vector256.LoadUnsafe(in values[i]) & Vector256.Create((uint)int.MaxValue)) >>> 16;
            for (uint found = Vector256.Equals(upper, wanted).ExtractMostSignificantBits(); found != 0; found &= found - 1)
            {
                counts[(ushort)values[i + BitOperations.TrailingZeroCount(found)]]++;
            }
        }
        foreach (uint bits in values[i..])
        {
            counts[(ushort)bits] += (bits & int.MaxValue) >> 16 == bin ? 1 : 0;
        }
    }
}
