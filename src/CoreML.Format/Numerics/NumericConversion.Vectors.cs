using System.Numerics;
using System.Runtime.CompilerServices;

namespace CoreML.Format;

/// <content>Conversions for which <c>TensorPrimitives</c> has no vectors, optimised at once as short runs need them fast.</content>
internal static partial class NumericConversion
{
    private interface IWidening
    {
        /// <summary>Makes numbers of 16-bit elements, each in the lower half of its lane.</summary>
        static abstract Vector<float> Widen(Vector<uint> bits);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen16<TWidening>(ReadOnlySpan<ushort> bits, Span<float> destination)
        where TWidening : struct, IWidening
    {
        int done = 0;
        for (; done <= bits.Length - Vector<ushort>.Count; done += Vector<ushort>.Count)
        {
            Vector.Widen(new Vector<ushort>(bits[done..]), out Vector<uint> low, out Vector<uint> high);
            TWidening.Widen(low).CopyTo(destination[done..]);
            TWidening.Widen(high).CopyTo(destination[(done + Vector<uint>.Count)..]);
        }
        for (; done < bits.Length; done++)
        {
            destination[done] = TWidening.Widen(new Vector<uint>(bits[done]))[0];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WidenInt8(ReadOnlySpan<sbyte> integers, Span<float> destination)
    {
        int done = 0;
        for (; done <= integers.Length - Vector<sbyte>.Count; done += Vector<sbyte>.Count)
        {
            Vector.Widen(new Vector<sbyte>(integers[done..]), out Vector<short> low, out Vector<short> high);
            WidenInt16(low, destination[done..]);
            WidenInt16(high, destination[(done + Vector<short>.Count)..]);
        }
        for (; done < integers.Length; done++)
        {
            destination[done] = integers[done];
        }

        static void WidenInt16(Vector<short> integers, Span<float> destination)
        {
            Vector.Widen(integers, out Vector<int> low, out Vector<int> high);
            Vector.ConvertToSingle(low).CopyTo(destination);
            Vector.ConvertToSingle(high).CopyTo(destination[Vector<int>.Count..]);
        }
    }

    private readonly struct FromBFloat16 : IWidening
    {
        public static Vector<float> Widen(Vector<uint> bits) => Vector.AsVectorSingle(bits << 16);
    }

    private readonly struct FromInt16 : IWidening
    {
        public static Vector<float> Widen(Vector<uint> bits) => Vector.ConvertToSingle(Vector.AsVectorInt32(bits << 16) >> 16);
    }

    private readonly struct FromUInt16 : IWidening
    {
        public static Vector<float> Widen(Vector<uint> bits) => Vector.ConvertToSingle(Vector.AsVectorInt32(bits));
    }
}
