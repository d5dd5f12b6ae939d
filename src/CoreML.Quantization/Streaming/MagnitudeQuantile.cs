using System.Runtime.InteropServices;

namespace CoreML.Quantization;

/// <summary>
/// The magnitude that a share of a weight's elements does not exceed: numpy's linear quantile of all magnitudes, computed in double
/// precision and rounded to the weight's type. Exact, from counts of magnitudes: of all halves at once, of single-precision numbers
/// by their upper and then their lower 16 bits.
/// </summary>
internal static class MagnitudeQuantile
{
    private const int PieceElements = 1 << 16;
    private const int Bins = 1 << 16;

    /// <summary>Computes the quantile.</summary>
    /// <param name="source">The weight, of finite elements; others are refused.</param>
    /// <param name="share">From 0 to 1.</param>
    /// <param name="workers">The threads.</param>
    public static float Of(WeightSource source, double share, Workers workers)
    {
        double position = share * (source.ElementCount - 1);
        long rank = (long)Math.Floor(position);
        (float lower, float upper) = source.IsHalf ? Halves(source, rank, workers) : Singles(source, rank, workers);
        return Interpolate(lower, upper, position - rank, source.IsHalf);
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

    private static (float Lower, float Upper) Halves(WeightSource source, long rank, Workers workers)
    {
        long[] counts = Count(source, workers, (packed, counts) =>
        {
            foreach (ushort bits in MemoryMarshal.Cast<byte, ushort>(packed))
            {
                counts[bits & HalfPrecision.Magnitude]++;
            }
        });
        (int lower, _) = Find(counts, rank);
        (int upper, _) = Find(counts, Math.Min(rank + 1, source.ElementCount - 1));
        return ((float)BitConverter.UInt16BitsToHalf((ushort)lower), (float)BitConverter.UInt16BitsToHalf((ushort)upper));
    }

    private static (float Lower, float Upper) Singles(WeightSource source, long rank, Workers workers)
    {
        long[] counts = Count(source, workers, (packed, counts) =>
        {
            foreach (uint bits in MemoryMarshal.Cast<byte, uint>(packed))
            {
                counts[(bits & int.MaxValue) >> 16]++;
            }
        });
        long next = Math.Min(rank + 1, source.ElementCount - 1);
        (int lowerBin, long lowerRank) = Find(counts, rank);
        (int upperBin, long upperRank) = Find(counts, next);
        float lower = Within(source, lowerBin, lowerRank, workers);
        return (lower, upperBin == lowerBin && upperRank == lowerRank ? lower : Within(source, upperBin, upperRank, workers));
    }

    private static float Within(WeightSource source, int bin, long rank, Workers workers)
    {
        long[] counts = Count(source, workers, (packed, counts) =>
        {
            foreach (uint bits in MemoryMarshal.Cast<byte, uint>(packed))
            {
                counts[bits & 0xFFFF] += (bits & int.MaxValue) >> 16 == bin ? 1 : 0;
            }
        });
        return BitConverter.UInt32BitsToSingle(((uint)bin << 16) | (uint)Find(counts, rank).Bin);
    }

    private static long[] Count(WeightSource source, Workers workers, CountAction add)
    {
        int pieces = (int)((source.ElementCount + PieceElements - 1) / PieceElements);
        int parts = Math.Min(workers.Threads, pieces);
        var counts = new int[parts][];
        workers.ForEach(parts, (part, scratch) =>
        {
            int[] own = counts[part] = new int[Bins];
            for (int piece = (int)((long)pieces * part / parts); piece < (int)((long)pieces * (part + 1) / parts); piece++)
            {
                long start = (long)piece * PieceElements;
                Span<byte> packed = source.Read(start, (int)Math.Min(PieceElements, source.ElementCount - start), scratch);
                if (!WeightRange.Of(source.ElementType, packed).IsFinite)
                {
                    source.CheckFinite(start, packed);
                }
                add(packed, own);
            }
        });
        var sums = new long[Bins];
        foreach (int[] own in counts)
        {
            for (int bin = 0; bin < Bins; bin++)
            {
                sums[bin] += own[bin];
            }
        }
        return sums;
    }

    // The bin of the element that so many others come before, and how many of them are in the same bin.
    private static (int Bin, long Rank) Find(long[] counts, long rank)
    {
        int bin = 0;
        while (rank >= counts[bin])
        {
            rank -= counts[bin++];
        }
        return (bin, rank);
    }

    private delegate void CountAction(ReadOnlySpan<byte> packed, int[] counts);
}
