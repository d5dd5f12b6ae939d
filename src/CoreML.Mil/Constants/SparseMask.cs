using System.Numerics;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Which elements of a tensor are kept: one bit each, lowest bit first.</summary>
internal static class SparseMask
{
    /// <summary>Number of set bits among the first so many.</summary>
    public static int Count(ReadOnlySpan<byte> mask, int elements)
    {
        int count = 0;
        for (int i = 0; i < elements / 8; i++)
        {
            count += BitOperations.PopCount(mask[i]);
        }
        return elements % 8 == 0 ? count : count + BitOperations.PopCount((uint)mask[elements / 8] & ((1u << (elements % 8)) - 1));
    }

    /// <summary>Puts values where the mask has ones, and zeros elsewhere.</summary>
    /// <param name="mask">The mask.</param>
    /// <param name="values">As many values as there are ones, each of <paramref name="width"/> bytes.</param>
    /// <param name="width">Bytes of a value.</param>
    /// <param name="elements">Number of elements of the result.</param>
    public static byte[] Scatter(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> values, int width, int elements)
    {
        var result = new byte[checked(elements * width)];
        for (int start = 0; start < elements; start += 8)
        {
            uint bits = mask[start / 8];
            while (bits != 0)
            {
                int element = start + BitOperations.TrailingZeroCount(bits);
                bits &= bits - 1;
                if (element < elements)
                {
                    values[..width].CopyTo(result.AsSpan(element * width));
                    values = values[width..];
                }
            }
        }
        return result;
    }

    /// <summary>The values of the elements that the mask keeps.</summary>
    public static byte[] Gather(ReadOnlySpan<byte> mask, ReadOnlySpan<byte> dense, int width, int elements)
    {
        var result = new byte[Count(mask, elements) * width];
        int at = 0;
        for (int element = 0; element < elements; element++)
        {
            if ((mask[element / 8] >> (element % 8) & 1) != 0)
            {
                dense.Slice(element * width, width).CopyTo(result.AsSpan(at));
                at += width;
            }
        }
        return result;
    }

    /// <summary>Elements of one byte each, unpacked if they are narrower; wider ones as they are.</summary>
    public static byte[] Unpacked(ElementType type, byte[] packed, int elements)
    {
        if (!type.IsSubByte)
        {
            return packed;
        }
        var values = new byte[elements];
        BitPacking.Unpack(packed, type.BitWidth, values);
        return values;
    }

    /// <summary>The opposite of <see cref="Unpacked"/>.</summary>
    public static byte[] Packed(ElementType type, byte[] values)
    {
        if (!type.IsSubByte)
        {
            return values;
        }
        var packed = new byte[type.ByteCount(values.Length)];
        BitPacking.Pack(values, type.BitWidth, packed);
        return packed;
    }

    /// <summary>Bytes of an unpacked element.</summary>
    public static int Width(ElementType type) => Math.Max(type.BitWidth / 8, 1);
}
