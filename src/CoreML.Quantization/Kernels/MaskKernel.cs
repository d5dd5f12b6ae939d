using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Masks of pruned weights, one bit for each element, lowest bit first, and the elements they keep.</summary>
internal static class MaskKernel
{
    /// <summary>Bytes beyond its end that <see cref="Compact"/> may write to.</summary>
    public const int Slack = 32;

    // For each mask of eight bits the positions of its ones, then positions that do not matter; and how many ones come before each
    // one, and -1 where there is none. As indices of pairs of bytes in eight pairs, and of integers in eight integers.
    private static readonly sbyte[] Positions = MakePositions();
    private static readonly sbyte[] Ranks = MakeRanks();
    private static readonly byte[] PairPositions = MakePairs(Positions);
    private static readonly byte[] PairRanks = MakePairs(Ranks);
    private static readonly int[] WidePositions = [.. Positions.Select(position => (int)position)];
    private static readonly int[] WideRanks = [.. Ranks.Select(rank => (int)rank)];

    /// <summary>Keeps elements whose magnitude is above a threshold.</summary>
    /// <param name="type">float16 or float32.</param>
    /// <param name="packed">Packed finite elements.</param>
    /// <param name="threshold">The threshold, not negative, rounded to the elements' type as coremltools does. Zeros are never
    /// kept.</param>
    /// <param name="mask">Takes a bit for each element; unused bits of the last byte become 0.</param>
    public static void Above(ElementType type, ReadOnlySpan<byte> packed, float threshold, Span<byte> mask)
    {
        if (type == ElementType.Float16)
        {
            AboveHalf(MemoryMarshal.Cast<byte, short>(packed), BitConverter.HalfToInt16Bits((Half)threshold), mask);
        }
        else
        {
            AboveSingle(MemoryMarshal.Cast<byte, float>(packed), threshold, mask);
        }
    }

    private static void AboveHalf(ReadOnlySpan<short> bits, short limit, Span<byte> mask)
    {
        int i = 0;
        for (; i <= bits.Length - 16; i += 16)
        {
            Vector256<short> size = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(bits), (nuint)i) & Vector256.Create((short)HalfPrecision.Magnitude);
            Vector256<short> above = Vector256.GreaterThan(size, Vector256.Create(limit));
            Unsafe.WriteUnaligned(ref mask[i / 8], (ushort)above.ExtractMostSignificantBits());
        }
        for (; i < bits.Length; i += 8)
        {
            int byteMask = 0;
            for (int j = 0; j < Math.Min(8, bits.Length - i); j++)
            {
                byteMask |= (bits[i + j] & HalfPrecision.Magnitude) > limit ? 1 << j : 0;
            }
            mask[i / 8] = (byte)byteMask;
        }
    }

    private static void AboveSingle(ReadOnlySpan<float> weights, float threshold, Span<byte> mask)
    {
        int i = 0;
        for (; i <= weights.Length - 8; i += 8)
        {
            Vector256<float> size = Vector256.Abs(Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(weights), (nuint)i));
            mask[i / 8] = (byte)Vector256.GreaterThan(size, Vector256.Create(threshold)).ExtractMostSignificantBits();
        }
        if (i < weights.Length)
        {
            int byteMask = 0;
            for (int j = 0; j < weights.Length - i; j++)
            {
                byteMask |= MathF.Abs(weights[i + j]) > threshold ? 1 << j : 0;
            }
            mask[i / 8] = (byte)byteMask;
        }
    }

    /// <summary>Number of ones.</summary>
    public static int Count(ReadOnlySpan<byte> mask)
    {
        int count = 0;
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(mask))
        {
            count += BitOperations.PopCount(word);
        }
        foreach (byte rest in mask[(mask.Length / 8 * 8)..])
        {
            count += BitOperations.PopCount(rest);
        }
        return count;
    }

    /// <summary>Moves the elements that a mask keeps together.</summary>
    /// <param name="packed">Packed elements.</param>
    /// <param name="width">Bytes of an element: 1, 2 or 4.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="kept">Takes the elements, and up to <see cref="Slack"/> bytes more.</param>
    /// <returns>Number of elements.</returns>
    public static int Compact(ReadOnlySpan<byte> packed, int width, ReadOnlySpan<byte> mask, Span<byte> kept)
    {
        int count = 0;
        int i = 0;
        int elements = packed.Length / width;
        if (width > 1)
        {
            for (; i <= elements - 8; i += 8)
            {
                int bits = mask[i / 8];
                if (width == 2)
                {
                    Vector128<byte> eight = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(packed), (nuint)(i * 2));
                    Vector128.ShuffleNative(eight, Vector128.LoadUnsafe(ref PairPositions[bits * 16])).StoreUnsafe(ref MemoryMarshal.GetReference(kept), (nuint)(count * 2));
                }
                else
                {
                    Vector256<int> eight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(packed), (nuint)(i * 4)).AsInt32();
                    Vector256.ShuffleNative(eight, Vector256.LoadUnsafe(ref WidePositions[bits * 8])).AsByte().StoreUnsafe(ref MemoryMarshal.GetReference(kept), (nuint)(count * 4));
                }
                count += BitOperations.PopCount((uint)bits);
            }
        }
        for (; i < elements; i++)
        {
            if ((mask[i / 8] >> (i % 8) & 1) != 0)
            {
                packed.Slice(i * width, width).CopyTo(kept[(count * width)..]);
                count++;
            }
        }
        return count;
    }

    /// <summary>Puts kept elements back to their positions, with zeros between them.</summary>
    /// <param name="kept">The elements, and <see cref="Slack"/> bytes more.</param>
    /// <param name="width">Bytes of an element: 2 or 4.</param>
    /// <param name="mask">The mask.</param>
    /// <param name="packed">Takes all elements.</param>
    /// <returns>Number of elements that were put back.</returns>
    public static int Expand(ReadOnlySpan<byte> kept, int width, ReadOnlySpan<byte> mask, Span<byte> packed)
    {
        int count = 0;
        int i = 0;
        int elements = packed.Length / width;
        for (; i <= elements - 8; i += 8)
        {
            int bits = mask[i / 8];
            if (width == 2)
            {
                Vector128<byte> eight = Vector128.LoadUnsafe(ref MemoryMarshal.GetReference(kept), (nuint)(count * 2));
                // Indices with the highest bit make zero everywhere.
                Vector128.ShuffleNative(eight, Vector128.LoadUnsafe(ref PairRanks[bits * 16])).StoreUnsafe(ref MemoryMarshal.GetReference(packed), (nuint)(i * 2));
            }
            else
            {
                Vector256<int> eight = Vector256.LoadUnsafe(ref MemoryMarshal.GetReference(kept), (nuint)(count * 4)).AsInt32();
                Vector256<int> ranks = Vector256.LoadUnsafe(ref WideRanks[bits * 8]);
                Vector256.AndNot(Vector256.ShuffleNative(eight, ranks & Vector256.Create(7)), ranks >> 31).AsByte().StoreUnsafe(ref MemoryMarshal.GetReference(packed), (nuint)(i * 4));
            }
            count += BitOperations.PopCount((uint)bits);
        }
        for (; i < elements; i++)
        {
            bool has = (mask[i / 8] >> (i % 8) & 1) != 0;
            Span<byte> element = packed.Slice(i * width, width);
            if (has)
            {
                kept.Slice(count * width, width).CopyTo(element);
                count++;
            }
            else
            {
                element.Clear();
            }
        }
        return count;
    }

    private static sbyte[] MakePositions()
    {
        var positions = new sbyte[256 * 8];
        for (int bits = 0; bits < 256; bits++)
        {
            int count = 0;
            for (int position = 0; position < 8; position++)
            {
                if ((bits >> position & 1) != 0)
                {
                    positions[bits * 8 + count++] = (sbyte)position;
                }
            }
        }
        return positions;
    }

    private static sbyte[] MakeRanks()
    {
        var ranks = new sbyte[256 * 8];
        for (int i = 0; i < ranks.Length; i++)
        {
            (int bits, int position) = Math.DivRem(i, 8);
            bool isOne = (bits >> position & 1) != 0;
            ranks[i] = isOne ? (sbyte)BitOperations.PopCount((uint)bits & ((1u << position) - 1)) : (sbyte)-1;
        }
        return ranks;
    }

    // Element p is bytes 2p and 2p + 1.
    private static byte[] MakePairs(sbyte[] elements) =>
        [.. elements.SelectMany(element => element < 0 ? (byte[])[0xFF, 0xFF] : [(byte)(2 * element), (byte)(2 * element + 1)])];
}
