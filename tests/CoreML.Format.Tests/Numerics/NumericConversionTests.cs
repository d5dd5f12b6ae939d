using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace CoreML.Format.Tests;

/// <summary>Widening of packed elements against the conversion of one element at a time.</summary>
public sealed class NumericConversionTests
{
    public static TheoryData<ElementType> NumberTypes =>
        [.. Enum.GetValues<ElementType>().Where(type => type != ElementType.String)];

    [Theory]
    [MemberData(nameof(NumberTypes))]
    public void Widens_any_part(ElementType type)
    {
        byte[] packed = RandomElements(type, 3000);
        float[] expected = [.. Enumerable.Range(0, 3000).Select(i => WidenOne(type, packed, i))];
        foreach (int count in (int[])[.. Enumerable.Range(0, 301), 1023, 1024, 1025, 2500])
        {
            foreach (int first in (int[])[0, 1, 3, 8, 17, 499])
            {
                float[] values = new float[count + 1];
                values[count] = 12345;
                NumericConversion.Widen(type, packed, first, values.AsSpan(0, count));
                AssertSame(expected[first..(first + count)], values[..count]);
                Assert.Equal(12345, values[count]);
            }
        }
    }

    [Theory]
    [InlineData(ElementType.Float16)]
    [InlineData(ElementType.BFloat16)]
    [InlineData(ElementType.Float8E4M3FN)]
    [InlineData(ElementType.Float8E5M2)]
    [InlineData(ElementType.Int8)]
    [InlineData(ElementType.UInt8)]
    [InlineData(ElementType.Int16)]
    [InlineData(ElementType.UInt16)]
    public void Widens_every_value(ElementType type)
    {
        byte[] packed = type.BitWidth == 8
            ? [.. Enumerable.Range(0, 256).Select(bits => (byte)bits)]
            : [.. Enumerable.Range(0, 65536).SelectMany(bits => (byte[])[(byte)bits, (byte)(bits >> 8)])];
        float[] values = new float[1 << type.BitWidth];
        NumericConversion.Widen(type, packed, 0, values);
        AssertSame([.. Enumerable.Range(0, values.Length).Select(i => WidenOne(type, packed, i))], values);
    }

    [Theory]
    [InlineData(ElementType.Float16, 10, 2)]
    [InlineData(ElementType.UInt3, 5, 2)]
    [InlineData(ElementType.Float64, 7, 1)]
    public void Elements_beyond_the_end_are_refused(ElementType type, int bytes, int first) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NumericConversion.Widen(type, new byte[bytes], first, new float[12]));

    [Fact]
    public void Text_is_no_number() =>
        Assert.ThrowsAny<ArgumentException>(() => NumericConversion.Widen(ElementType.String, [], 0, new float[1]));

    [Fact]
    public void Large_integers_are_rounded_once()
    {
        // Halfway between two floats, and one beside: a way round through double would round twice.
        long[] values = [(1L << 62) + (1L << 38), (1L << 62) + (1L << 38) + 1, (1L << 62) + 3 * (1L << 38) - 1, long.MinValue, long.MaxValue, -1];
        float[] expected = [.. values.Select(value => float.Parse($"{value}", CultureInfo.InvariantCulture))];
        float[] widened = new float[values.Length];
        NumericConversion.Widen(ElementType.Int64, MemoryMarshal.AsBytes(values.AsSpan()), 0, widened);
        Assert.Equal(expected, widened);

        ulong[] unsigned = [(1UL << 63) + (1UL << 39), (1UL << 63) + (1UL << 39) + 1, (1UL << 63) + 3 * (1UL << 39) - 1, ulong.MaxValue, 1];
        expected = [.. unsigned.Select(value => float.Parse($"{value}", CultureInfo.InvariantCulture))];
        widened = new float[unsigned.Length];
        NumericConversion.Widen(ElementType.UInt64, MemoryMarshal.AsBytes(unsigned.AsSpan()), 0, widened);
        Assert.Equal(expected, widened);
    }

    [Fact]
    public void Narrows_to_half()
    {
        float[] values = [.. NearestReference.AnyCases().Take(5000), 65504f, 65519.996f, 65520f, 5.9604645e-8f, 2.9802322e-8f, -0f];
        byte[] packed = new byte[values.Length * 2];
        NumericConversion.Narrow(ElementType.Float16, values, packed);
        for (int i = 0; i < values.Length; i++)
        {
            Half half = BinaryPrimitives.ReadHalfLittleEndian(packed.AsSpan(2 * i));
            Half expected = (Half)values[i];
            Assert.True(Half.IsNaN(expected) ? Half.IsNaN(half) : BitConverter.HalfToUInt16Bits(half) == BitConverter.HalfToUInt16Bits(expected), $"{values[i]:R}");
        }
    }

    [Fact]
    public void Narrows_every_length()
    {
        float[] values = [.. NearestReference.AnyCases().Take(400)];
        for (int length = 0; length <= 300; length++)
        {
            // Some elements in, so that vectors do not start at an aligned address.
            int shift = length % 5;
            byte[] packed = [.. Enumerable.Repeat((byte)0xAA, 2 * length + 4)];
            NumericConversion.Narrow(ElementType.Float16, values.AsSpan(shift, length), packed.AsSpan(2, 2 * length));
            for (int i = 0; i < length; i++)
            {
                Half expected = (Half)values[shift + i];
                Half half = BinaryPrimitives.ReadHalfLittleEndian(packed.AsSpan(2 + 2 * i));
                Assert.True(expected.Equals(half) && Half.IsNegative(expected) == Half.IsNegative(half), $"{values[shift + i]:R}");
            }
            Assert.Equal([0xAA, 0xAA, 0xAA, 0xAA], [.. packed[..2], .. packed[^2..]]);
        }
    }

    [Fact]
    public void Narrows_to_single_as_it_is()
    {
        byte[] packed = new byte[8];
        NumericConversion.Narrow(ElementType.Float32, [1f, -2f], packed);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 192], packed);
        Assert.Throws<ArgumentException>(() => NumericConversion.Narrow(ElementType.Int8, [1f], new byte[1]));
    }

    private static byte[] RandomElements(ElementType type, int count)
    {
        byte[] packed = new byte[type.ByteCount(count)];
        var random = new Random((int)type);
        random.NextBytes(packed);
        if (type == ElementType.Bool)
        {
            for (int i = 0; i < packed.Length; i++)
            {
                packed[i] &= 1;
            }
        }
        return packed;
    }

    private static float WidenOne(ElementType type, byte[] packed, int index)
    {
        if (type.IsSubByte)
        {
            int value = 0;
            for (int bit = 0; bit < type.BitWidth; bit++)
            {
                int position = index * type.BitWidth + bit;
                value |= (packed[position / 8] >> (position % 8) & 1) << bit;
            }
            return type == ElementType.Int4 && value >= 8 ? value - 16 : value;
        }
        ReadOnlySpan<byte> element = packed.AsSpan(index * (type.BitWidth / 8));
        return type switch
        {
            ElementType.Bool or ElementType.UInt8 => element[0],
            ElementType.Int8 => (sbyte)element[0],
            ElementType.Int16 => BinaryPrimitives.ReadInt16LittleEndian(element),
            ElementType.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(element),
            ElementType.Int32 => BinaryPrimitives.ReadInt32LittleEndian(element),
            ElementType.UInt32 => BinaryPrimitives.ReadUInt32LittleEndian(element),
            ElementType.Int64 => BinaryPrimitives.ReadInt64LittleEndian(element),
            ElementType.UInt64 => BinaryPrimitives.ReadUInt64LittleEndian(element),
            ElementType.Float16 => (float)BinaryPrimitives.ReadHalfLittleEndian(element),
            ElementType.Float32 => BinaryPrimitives.ReadSingleLittleEndian(element),
            ElementType.Float64 => (float)BinaryPrimitives.ReadDoubleLittleEndian(element),
            ElementType.BFloat16 => BFloat16.FromBits(BinaryPrimitives.ReadUInt16LittleEndian(element)),
            ElementType.Float8E4M3FN => Float8E4M3FN.FromBits(element[0]),
            ElementType.Float8E5M2 => Float8E5M2.FromBits(element[0]),
            _ => throw new ArgumentOutOfRangeException(nameof(type)),
        };
    }

    // Bit for bit, so that zeros of different signs differ; not-a-number is any of its kind.
    private static void AssertSame(float[] expected, float[] actual)
    {
        static uint[] Bits(float[] values) =>
            [.. values.Select(value => float.IsNaN(value) ? 0x7FC0_0000u : BitConverter.SingleToUInt32Bits(value))];
        Assert.Equal(Bits(expected), Bits(actual));
    }
}
