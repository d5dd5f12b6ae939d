using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Format;

internal static partial class BitPacking
{
    /// <summary>What packing does with 64-bit words, one or several at once.</summary>
    /// <typeparam name="TVector">The words.</typeparam>
    internal interface IWords<TVector>
    {
        /// <summary>Size of the words in bytes, which is also the number of values in them.</summary>
        static abstract int Bytes { get; }

        static abstract TVector Create(ulong word);

        static abstract TVector Load(ref byte source);

        static abstract void Store(TVector words, ref byte target);

        /// <summary>Fills each word with the next <paramref name="bits"/> bytes and whatever is behind them.</summary>
        static abstract TVector Gather(ref byte source, int bits, Vector128<byte> order);

        /// <summary>Writes the first <paramref name="bits"/> bytes of each word side by side, and anything behind them.</summary>
        static abstract void Scatter(TVector words, ref byte target, int bits, Vector128<byte> order);

        static abstract TVector Left(TVector words, int count);

        static abstract TVector Right(TVector words, int count);

        static abstract TVector And(TVector left, TVector right);

        static abstract TVector Select(TVector mask, TVector ones, TVector zeros);
    }

    /// <summary>One word, on any processor.</summary>
    internal readonly struct Words64 : IWords<ulong>
    {
        public static int Bytes => 8;

        public static ulong Create(ulong word) => word;

        public static ulong Load(ref byte source) =>
            BinaryPrimitives.ReadUInt64LittleEndian(MemoryMarshal.CreateReadOnlySpan(ref source, 8));

        public static void Store(ulong words, ref byte target) =>
            BinaryPrimitives.WriteUInt64LittleEndian(MemoryMarshal.CreateSpan(ref target, 8), words);

        public static ulong Gather(ref byte source, int bits, Vector128<byte> order) => Load(ref source);

        public static void Scatter(ulong words, ref byte target, int bits, Vector128<byte> order) => Store(words, ref target);

        public static ulong Left(ulong words, int count) => words << count;

        public static ulong Right(ulong words, int count) => words >> count;

        public static ulong And(ulong left, ulong right) => left & right;

        public static ulong Select(ulong mask, ulong ones, ulong zeros) => zeros ^ ((ones ^ zeros) & mask);
    }

    /// <summary>Two words.</summary>
    internal readonly struct Words128 : IWords<Vector128<ulong>>
    {
        public static int Bytes => 16;

        public static Vector128<ulong> Create(ulong word) => Vector128.Create(word);

        public static Vector128<ulong> Load(ref byte source) => Vector128.LoadUnsafe(ref source).AsUInt64();

        public static void Store(Vector128<ulong> words, ref byte target) => words.AsByte().StoreUnsafe(ref target);

        public static Vector128<ulong> Gather(ref byte source, int bits, Vector128<byte> order) =>
            Vector128.ShuffleNative(Vector128.LoadUnsafe(ref source), order).AsUInt64();

        public static void Scatter(Vector128<ulong> words, ref byte target, int bits, Vector128<byte> order) =>
            Vector128.ShuffleNative(words.AsByte(), order).StoreUnsafe(ref target);

        public static Vector128<ulong> Left(Vector128<ulong> words, int count) => words << count;

        public static Vector128<ulong> Right(Vector128<ulong> words, int count) => words >> count;

        public static Vector128<ulong> And(Vector128<ulong> left, Vector128<ulong> right) => left & right;

        public static Vector128<ulong> Select(Vector128<ulong> mask, Vector128<ulong> ones, Vector128<ulong> zeros) =>
            Vector128.ConditionalSelect(mask, ones, zeros);
    }

    /// <summary>Four words: bytes change places within each half only, as all processors can.</summary>
    internal readonly struct Words256 : IWords<Vector256<ulong>>
    {
        public static int Bytes => 32;

        public static Vector256<ulong> Create(ulong word) => Vector256.Create(word);

        public static Vector256<ulong> Load(ref byte source) => Vector256.LoadUnsafe(ref source).AsUInt64();

        public static void Store(Vector256<ulong> words, ref byte target) => words.AsByte().StoreUnsafe(ref target);

        public static Vector256<ulong> Gather(ref byte source, int bits, Vector128<byte> order) => Vector256.Create(
            Words128.Gather(ref source, bits, order),
            Words128.Gather(ref Unsafe.Add(ref source, 2 * bits), bits, order));

        public static void Scatter(Vector256<ulong> words, ref byte target, int bits, Vector128<byte> order)
        {
            Words128.Scatter(words.GetLower(), ref target, bits, order);
            Words128.Scatter(words.GetUpper(), ref Unsafe.Add(ref target, 2 * bits), bits, order);
        }

        public static Vector256<ulong> Left(Vector256<ulong> words, int count) => words << count;

        public static Vector256<ulong> Right(Vector256<ulong> words, int count) => words >> count;

        public static Vector256<ulong> And(Vector256<ulong> left, Vector256<ulong> right) => left & right;

        public static Vector256<ulong> Select(Vector256<ulong> mask, Vector256<ulong> ones, Vector256<ulong> zeros) =>
            Vector256.ConditionalSelect(mask, ones, zeros);
    }

    /// <summary>Eight words, gathered from and scattered to halves.</summary>
    internal readonly struct Words512 : IWords<Vector512<ulong>>
    {
        public static int Bytes => 64;

        public static Vector512<ulong> Create(ulong word) => Vector512.Create(word);

        public static Vector512<ulong> Load(ref byte source) => Vector512.LoadUnsafe(ref source).AsUInt64();

        public static void Store(Vector512<ulong> words, ref byte target) => words.AsByte().StoreUnsafe(ref target);

        public static Vector512<ulong> Gather(ref byte source, int bits, Vector128<byte> order) => Vector512.Create(
            Words256.Gather(ref source, bits, order),
            Words256.Gather(ref Unsafe.Add(ref source, 4 * bits), bits, order));

        public static void Scatter(Vector512<ulong> words, ref byte target, int bits, Vector128<byte> order)
        {
            Words256.Scatter(words.GetLower(), ref target, bits, order);
            Words256.Scatter(words.GetUpper(), ref Unsafe.Add(ref target, 4 * bits), bits, order);
        }

        public static Vector512<ulong> Left(Vector512<ulong> words, int count) => words << count;

        public static Vector512<ulong> Right(Vector512<ulong> words, int count) => words >> count;

        public static Vector512<ulong> And(Vector512<ulong> left, Vector512<ulong> right) => left & right;

        public static Vector512<ulong> Select(Vector512<ulong> mask, Vector512<ulong> ones, Vector512<ulong> zeros) =>
            Vector512.ConditionalSelect(mask, ones, zeros);
    }
}
