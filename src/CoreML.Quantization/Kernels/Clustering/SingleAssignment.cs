using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>Assigns single-precision numbers to clusters: for few clusters, by comparing vectors with all starts; for many,
/// through a table over the upper bits, from where only the starts inside of an entry remain to be compared.</summary>
internal sealed class SingleAssignment
{
    private const int MostCompared = 31;

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
        if (Vector512.IsHardwareAccelerated)
        {
            done = Compare<Vector512<float>, Vector512<int>, Lanes16>(values, starts, indices, done);
        }
        if (Vector256.IsHardwareAccelerated)
        {
            done = Compare<Vector256<float>, Vector256<int>, Lanes8>(values, starts, indices, done);
        }
        if (Vector128.IsHardwareAccelerated)
        {
            done = Compare<Vector128<float>, Vector128<int>, Lanes4>(values, starts, indices, done);
        }
        for (; done < values.Length; done++)
        {
            indices[done] = (byte)ClusterStarts.IndexOf(values[done], starts);
        }
    }

    /// <summary>Assigns as many numbers as fill four vectors at a time.</summary>
    /// <returns>How many numbers are assigned now.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static int Compare<TFloats, TInts, TLanes>(
        ReadOnlySpan<float> values, ReadOnlySpan<float> starts, Span<byte> indices, int done)
        where TLanes : struct, ILanes<TFloats, TInts>
    {
        ref float source = ref MemoryMarshal.GetReference(values);
        ref byte target = ref MemoryMarshal.GetReference(indices);
        int step = 4 * TLanes.Count;
        for (; done <= Math.Min(values.Length, indices.Length) - step; done += step)
        {
            TFloats a = TLanes.Load(ref source, done);
            TFloats b = TLanes.Load(ref source, done + TLanes.Count);
            TFloats c = TLanes.Load(ref source, done + 2 * TLanes.Count);
            TFloats d = TLanes.Load(ref source, done + 3 * TLanes.Count);
            TInts ofA = TLanes.Zero;
            TInts ofB = TLanes.Zero;
            TInts ofC = TLanes.Zero;
            TInts ofD = TLanes.Zero;
            foreach (float start in starts)
            {
                TFloats all = TLanes.Create(start);
                ofA = TLanes.CountReached(ofA, a, all);
                ofB = TLanes.CountReached(ofB, b, all);
                ofC = TLanes.CountReached(ofC, c, all);
                ofD = TLanes.CountReached(ofD, d, all);
            }
            TLanes.Store(ofA, ofB, ofC, ofD, ref target, done);
        }
        return done;
    }

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

    internal interface ILanes<TFloats, TInts>
    {
        static abstract int Count { get; }

        static abstract TInts Zero { get; }

        static abstract TFloats Create(float value);

        static abstract TFloats Load(ref float source, int index);

        /// <summary>One more where the value reaches the start.</summary>
        static abstract TInts CountReached(TInts count, TFloats value, TFloats start);

        static abstract void Store(TInts a, TInts b, TInts c, TInts d, ref byte target, int index);
    }

    internal readonly struct Lanes4 : ILanes<Vector128<float>, Vector128<int>>
    {
        public static int Count => 4;

        public static Vector128<int> Zero => Vector128<int>.Zero;

        public static Vector128<float> Create(float value) => Vector128.Create(value);

        public static Vector128<float> Load(ref float source, int index) => Vector128.LoadUnsafe(ref source, (nuint)index);

        public static Vector128<int> CountReached(Vector128<int> count, Vector128<float> value, Vector128<float> start) =>
            count - Vector128.GreaterThanOrEqual(value, start).AsInt32();

        public static void Store(Vector128<int> a, Vector128<int> b, Vector128<int> c, Vector128<int> d, ref byte target, int index) =>
            Vector128.Narrow(Vector128.Narrow(a, b), Vector128.Narrow(c, d)).AsByte().StoreUnsafe(ref target, (nuint)index);
    }

    internal readonly struct Lanes8 : ILanes<Vector256<float>, Vector256<int>>
    {
        public static int Count => 8;

        public static Vector256<int> Zero => Vector256<int>.Zero;

        public static Vector256<float> Create(float value) => Vector256.Create(value);

        public static Vector256<float> Load(ref float source, int index) => Vector256.LoadUnsafe(ref source, (nuint)index);

        public static Vector256<int> CountReached(Vector256<int> count, Vector256<float> value, Vector256<float> start) =>
            count - Vector256.GreaterThanOrEqual(value, start).AsInt32();

        public static void Store(Vector256<int> a, Vector256<int> b, Vector256<int> c, Vector256<int> d, ref byte target, int index) =>
            Vector256.Narrow(Vector256.Narrow(a, b), Vector256.Narrow(c, d)).AsByte().StoreUnsafe(ref target, (nuint)index);
    }

    internal readonly struct Lanes16 : ILanes<Vector512<float>, Vector512<int>>
    {
        public static int Count => 16;

        public static Vector512<int> Zero => Vector512<int>.Zero;

        public static Vector512<float> Create(float value) => Vector512.Create(value);

        public static Vector512<float> Load(ref float source, int index) => Vector512.LoadUnsafe(ref source, (nuint)index);

        public static Vector512<int> CountReached(Vector512<int> count, Vector512<float> value, Vector512<float> start) =>
            count - Vector512.GreaterThanOrEqual(value, start).AsInt32();

        public static void Store(Vector512<int> a, Vector512<int> b, Vector512<int> c, Vector512<int> d, ref byte target, int index) =>
            Vector512.Narrow(Vector512.Narrow(a, b), Vector512.Narrow(c, d)).AsByte().StoreUnsafe(ref target, (nuint)index);
    }
}
