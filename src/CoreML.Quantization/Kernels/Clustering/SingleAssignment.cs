using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>Assigns single-precision numbers to clusters: for few clusters, by a search among all starts in vectors; for many,
/// through a table over the upper bits, from where only the starts inside of an entry remain to be compared.</summary>
internal sealed class SingleAssignment
{
    private const int MostCompared = 31;
    private const int Pivots = 16;

    private readonly float[] _starts = new float[256];
    private readonly int[] _firsts = new int[256];
    private readonly byte[] _table = new byte[1 << 16];
    private int _count;

    /// <summary>Takes over clusters.</summary>
    /// <param name="starts">As of <see cref="ClusterStarts"/>, ascending; at most 255.</param>
    public void Set(ReadOnlySpan<float> starts)
    {
        starts.CopyTo(_starts);
        _count = starts.Length;
        if (_count <= MostCompared)
        {
            return;
        }
        for (int i = 0; i < _count; i++)
        {
            uint bits = BitConverter.SingleToUInt32Bits(starts[i] + 0f);
            // The first entry whose least number is the start or more: the least number of a positive entry has no lower
            // bits, that of a negative one has all.
            _firsts[i] = (int)(bits >> 31 == 0
                ? 0x8000 + ((bits + 0xFFFF) >> 16)
                : 0xFFFF - (bits >> 16) + ((bits & 0xFFFF) == 0xFFFF ? 0u : 1u));
        }
        ClusterStarts.FillTable(_firsts.AsSpan(0, _count), _table);
    }

    /// <summary>Assigns finite numbers.</summary>
    public void Assign(ReadOnlySpan<float> values, Span<byte> indices)
    {
        indices = indices[..values.Length];
        ReadOnlySpan<float> starts = _starts.AsSpan(0, _count);
        if (_count > MostCompared)
        {
            LookUp(values, starts, indices);
            return;
        }
        int done = 0;
        if (Vector256.IsHardwareAccelerated)
        {
            done = Search(values, starts, indices);
        }
        if (Vector128.IsHardwareAccelerated)
        {
            done = Compare(values, starts, indices, done);
        }
        for (; done < values.Length; done++)
        {
            indices[done] = (byte)ClusterStarts.IndexOf(values[done], starts);
        }
    }

    /// <summary>Assigns as many numbers as fill four vectors at a time: counts the starts that they reach.</summary>
    /// <returns>How many numbers are assigned now.</returns>
    internal static int Compare(ReadOnlySpan<float> values, ReadOnlySpan<float> starts, Span<byte> indices, int done)
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(indices);
        int step = 4 * Vector128<float>.Count;
        for (; done <= Math.Min(values.Length, indices.Length) - step; done += step)
        {
            Vector128<float> a = Vector128.LoadUnsafe(ref source, (nuint)done);
            Vector128<float> b = Vector128.LoadUnsafe(ref source, (nuint)done + 4);
            Vector128<float> c = Vector128.LoadUnsafe(ref source, (nuint)done + 8);
            Vector128<float> d = Vector128.LoadUnsafe(ref source, (nuint)done + 12);
            (Vector128<int> ofA, Vector128<int> ofB, Vector128<int> ofC, Vector128<int> ofD) = (default, default, default, default);
            foreach (float start in starts)
            {
                Vector128<float> all = Vector128.Create(start);
                ofA -= Vector128.GreaterThanOrEqual(a, all).AsInt32();
                ofB -= Vector128.GreaterThanOrEqual(b, all).AsInt32();
                ofC -= Vector128.GreaterThanOrEqual(c, all).AsInt32();
                ofD -= Vector128.GreaterThanOrEqual(d, all).AsInt32();
            }
            Vector128.Narrow(Vector128.Narrow(ofA, ofB), Vector128.Narrow(ofC, ofD)).AsByte().StoreUnsafe(ref target, (nuint)done);
        }
        return done;
    }

    /// <summary>Assigns as many numbers as fill four vectors at a time, by four steps of binary search in 15 pivots, and one more
    /// where these are every second start.</summary>
    /// <returns>How many numbers are assigned now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Search(ReadOnlySpan<float> values, ReadOnlySpan<float> starts, Span<byte> indices)
    {
        bool everySecond = starts.Length >= Pivots;
        Span<float> pivots = stackalloc float[2 * Pivots];
        pivots.Fill(float.PositiveInfinity);
        Span<float> between = pivots[Pivots..];
        for (int i = 0; i < starts.Length; i++)
        {
            if (!everySecond)
            {
                pivots[i] = starts[i];
            }
            else if (i % 2 == 1)
            {
                pivots[i / 2] = starts[i];
            }
            else
            {
                between[i / 2] = starts[i];
            }
        }
        var table = new SearchTable(pivots);
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(indices);
        int done = 0;
        int step = 4 * Vector256<float>.Count;
        for (; done <= Math.Min(values.Length, indices.Length) - step; done += step)
        {
            Vector256<int> a = Search(Vector256.LoadUnsafe(ref source, (nuint)done), table, everySecond);
            Vector256<int> b = Search(Vector256.LoadUnsafe(ref source, (nuint)done + 8), table, everySecond);
            Vector256<int> c = Search(Vector256.LoadUnsafe(ref source, (nuint)done + 16), table, everySecond);
            Vector256<int> d = Search(Vector256.LoadUnsafe(ref source, (nuint)done + 24), table, everySecond);
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).AsByte().StoreUnsafe(ref target, (nuint)done);
        }
        return done;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Search(Vector256<float> value, in SearchTable table, bool everySecond)
    {
        // The upper half, then a place in a half: 3, then 1 or 5, then 0, 2, 4 or 6, and one more if that is reached too.
        Vector256<float> upper = Vector256.GreaterThanOrEqual(value, table.Middle);
        Vector256<float> quarter = Vector256.ConditionalSelect(upper, table.UpperQuarter, table.LowerQuarter);
        Vector256<int> place = Vector256.Create(1) + (Vector256.GreaterThanOrEqual(value, quarter).AsInt32() & Vector256.Create(4));
        Vector256<float> eighth = Pick(upper, table.Lower, table.Upper, place);
        place += Vector256.Create(-1) + (Vector256.GreaterThanOrEqual(value, eighth).AsInt32() & Vector256.Create(2));
        Vector256<float> last = Pick(upper, table.Lower, table.Upper, place);
        place -= Vector256.GreaterThanOrEqual(value, last).AsInt32();
        Vector256<int> index = place + (upper.AsInt32() & Vector256.Create(Pivots / 2));
        return everySecond
            ? index + index - Vector256.GreaterThanOrEqual(value, Pick(upper, table.LowerBetween, table.UpperBetween, place)).AsInt32()
            : index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<float> upper, Vector256<float> ofLower, Vector256<float> ofUpper, Vector256<int> place) =>
        Vector256.ConditionalSelect(upper, Vector256.ShuffleNative(ofUpper, place), Vector256.ShuffleNative(ofLower, place));

    private void LookUp(ReadOnlySpan<float> values, ReadOnlySpan<float> starts, Span<byte> indices)
    {
        for (int i = 0; i < values.Length; i++)
        {
            float value = values[i];
            int index = _table[BitConverter.SingleToUInt32Bits(value + 0f) >> 16];
            while (index < starts.Length && value >= starts[index])
            {
                index++;
            }
            indices[i] = (byte)index;
        }
    }

    private readonly struct SearchTable(ReadOnlySpan<float> pivots)
    {
        public readonly Vector256<float> Lower = Vector256.Create(pivots);
        public readonly Vector256<float> Upper = Vector256.Create(pivots[8..]);
        public readonly Vector256<float> LowerBetween = Vector256.Create(pivots[16..]);
        public readonly Vector256<float> UpperBetween = Vector256.Create(pivots[24..]);
        public readonly Vector256<float> LowerQuarter = Vector256.Create(pivots[3]);
        public readonly Vector256<float> Middle = Vector256.Create(pivots[7]);
        public readonly Vector256<float> UpperQuarter = Vector256.Create(pivots[11]);
    }
}
