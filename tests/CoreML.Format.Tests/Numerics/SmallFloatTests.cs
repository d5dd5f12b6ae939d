using System.Globalization;

namespace CoreML.Format.Tests;

/// <summary>Every number of the small floating-point types, and rounding to them.</summary>
public sealed class SmallFloatTests
{
    private static readonly NearestReference BFloat16s =
        new(Enumerable.Range(0, 0x7F80).Select(bits => (float)BFloat16.FromBits((ushort)bits)), 0x8000);

    private static readonly NearestReference Float8E4M3FNs =
        new(Enumerable.Range(0, 0x7F).Select(bits => (float)Float8E4M3FN.FromBits((byte)bits)), 0x80);

    private static readonly NearestReference Float8E5M2s =
        new(Enumerable.Range(0, 0x7C).Select(bits => (float)Float8E5M2.FromBits((byte)bits)), 0x80);

    [Fact]
    public void Every_bfloat16_widens_and_comes_back()
    {
        for (int bits = 0; bits <= ushort.MaxValue; bits++)
        {
            float value = BFloat16.FromBits((ushort)bits);
            Assert.Equal((uint)bits << 16, BitConverter.SingleToUInt32Bits(value));
            // Of not-a-number the quiet bit is set, so that it cannot become infinity.
            Assert.Equal(float.IsNaN(value) ? bits | 0x40 : bits, ((BFloat16)value).Bits);
        }
    }

    [Fact]
    public void Every_float8e4m3fn_widens_by_its_definition_and_comes_back()
    {
        for (int bits = 0; bits <= byte.MaxValue; bits++)
        {
            float value = Float8E4M3FN.FromBits((byte)bits);
            double expected = (bits & 0x7F) == 0x7F ? double.NaN : Define(bits, fractionBits: 3, bias: 7);
            Assert.Equal(expected, value);
            Assert.Equal((bits & 0x80) != 0, float.IsNegative(value));
            Assert.Equal(bits, ((Float8E4M3FN)value).Bits);
        }
    }

    [Fact]
    public void Every_float8e5m2_widens_by_its_definition_and_comes_back()
    {
        for (int bits = 0; bits <= byte.MaxValue; bits++)
        {
            float value = Float8E5M2.FromBits((byte)bits);
            double expected = (bits & 0x7F) switch
            {
                0x7C => (bits & 0x80) != 0 ? double.NegativeInfinity : double.PositiveInfinity,
                > 0x7C => double.NaN,
                _ => Define(bits, fractionBits: 2, bias: 15),
            };
            Assert.Equal(expected, value);
            Assert.Equal((bits & 0x80) != 0, float.IsNegative(value));
            Assert.Equal(float.IsNaN(value) ? bits | 0x7F : bits, ((Float8E5M2)value).Bits);
        }
    }

    [Fact]
    public void Bfloat16_rounds_to_nearest() => AssertRounds(BFloat16s, value => ((BFloat16)value).Bits);

    [Fact]
    public void Float8e4m3fn_rounds_to_nearest() => AssertRounds(Float8E4M3FNs, value => ((Float8E4M3FN)value).Bits);

    [Fact]
    public void Float8e5m2_rounds_to_nearest() => AssertRounds(Float8E5M2s, value => ((Float8E5M2)value).Bits);

    [Theory]
    [InlineData(448f, 0x7E)]
    [InlineData(464f, 0x7E)]
    [InlineData(464.00003f, 0x7F)]
    [InlineData(float.PositiveInfinity, 0x7F)]
    [InlineData(float.NegativeInfinity, 0xFF)]
    public void Float8e4m3fn_has_no_infinity(float value, int bits) => Assert.Equal(bits, ((Float8E4M3FN)value).Bits);

    [Theory]
    [InlineData(57_344f, 0x7B)]
    [InlineData(61_439.996f, 0x7B)]
    [InlineData(61_440f, 0x7C)]
    [InlineData(float.NegativeInfinity, 0xFC)]
    public void Float8e5m2_overflows_to_infinity(float value, int bits) => Assert.Equal(bits, ((Float8E5M2)value).Bits);

    [Fact]
    public void Not_a_number_stays_so_and_keeps_its_sign()
    {
        foreach (float value in NearestReference.AnyCases().Where(float.IsNaN))
        {
            int sign = float.IsNegative(value) ? 0x80 : 0;
            Assert.True(float.IsNaN((BFloat16)value));
            Assert.Equal(sign, ((BFloat16)value).Bits >> 8 & 0x80);
            Assert.Equal(sign | 0x7F, ((Float8E4M3FN)value).Bits);
            Assert.Equal(sign | 0x7F, ((Float8E5M2)value).Bits);
        }
    }

    [Fact]
    public void Bfloat16_compares_as_its_value()
    {
        BFloat16[] ascending = [(BFloat16)float.NegativeInfinity, (BFloat16)(-1f), (BFloat16)0f, (BFloat16)2f];
        AssertOrder(ascending, (a, b) => a < b, (a, b) => a <= b, (a, b) => a == b, (a, b) => a >= b, (a, b) => a > b, (a, b) => a != b);
        AssertUnequal((BFloat16)float.NaN, (a, b) => a == b, (a, b) => a != b);
        Assert.True(((BFloat16)0f).Equals((object)(BFloat16)(-0f)));
        Assert.Equal(((BFloat16)0f).GetHashCode(), ((BFloat16)(-0f)).GetHashCode());
    }

    [Fact]
    public void Float8e4m3fn_compares_as_its_value()
    {
        Float8E4M3FN[] ascending = [(Float8E4M3FN)(-448f), (Float8E4M3FN)(-1f), (Float8E4M3FN)0f, (Float8E4M3FN)2f];
        AssertOrder(ascending, (a, b) => a < b, (a, b) => a <= b, (a, b) => a == b, (a, b) => a >= b, (a, b) => a > b, (a, b) => a != b);
        AssertUnequal((Float8E4M3FN)float.NaN, (a, b) => a == b, (a, b) => a != b);
        Assert.True(((Float8E4M3FN)0f).Equals((object)(Float8E4M3FN)(-0f)));
        Assert.Equal(((Float8E4M3FN)0f).GetHashCode(), ((Float8E4M3FN)(-0f)).GetHashCode());
    }

    [Fact]
    public void Float8e5m2_compares_as_its_value()
    {
        Float8E5M2[] ascending = [(Float8E5M2)float.NegativeInfinity, (Float8E5M2)(-1f), (Float8E5M2)0f, (Float8E5M2)2f];
        AssertOrder(ascending, (a, b) => a < b, (a, b) => a <= b, (a, b) => a == b, (a, b) => a >= b, (a, b) => a > b, (a, b) => a != b);
        AssertUnequal((Float8E5M2)float.NaN, (a, b) => a == b, (a, b) => a != b);
        Assert.True(((Float8E5M2)0f).Equals((object)(Float8E5M2)(-0f)));
        Assert.Equal(((Float8E5M2)0f).GetHashCode(), ((Float8E5M2)(-0f)).GetHashCode());
    }

    [Fact]
    public void Numbers_are_written_without_regard_to_culture()
    {
        Assert.Equal("1.5", ((BFloat16)1.5f).ToString());
        Assert.Equal("-0.25", ((Float8E4M3FN)(-0.25f)).ToString());
        Assert.Equal("1,50", ((Float8E5M2)1.5f).ToString("F2", new NumberFormatInfo { NumberDecimalSeparator = "," }));
    }

    private static void AssertRounds(NearestReference reference, Func<float, int> round)
    {
        foreach (float value in reference.HardCases().Concat(NearestReference.AnyCases()).Where(value => !float.IsNaN(value)))
        {
            if (reference.Round(value) != round(value))
            {
                Assert.Fail($"{value:R} is rounded to 0x{round(value):X} instead of 0x{reference.Round(value):X}.");
            }
        }
    }

    private static void AssertOrder<T>(T[] ascending, params Func<T, T, bool>[] operators)
        where T : IComparable<T>
    {
        for (int i = 0; i < ascending.Length; i++)
        {
            for (int j = 0; j < ascending.Length; j++)
            {
                bool[] expected = [i < j, i <= j, i == j, i >= j, i > j, i != j];
                Assert.Equal(expected, operators.Select(compare => compare(ascending[i], ascending[j])));
                Assert.Equal(i.CompareTo(j), Math.Sign(ascending[i].CompareTo(ascending[j])));
            }
        }
    }

    // Not-a-number equals nothing by operator, but itself as a key.
    private static void AssertUnequal<T>(T nan, Func<T, T, bool> equal, Func<T, T, bool> unequal)
        where T : IEquatable<T>
    {
        Assert.False(equal(nan, nan));
        Assert.True(unequal(nan, nan));
        Assert.True(nan.Equals(nan));
    }

    private static double Define(int bits, int fractionBits, int bias)
    {
        int exponent = (bits & 0x7F) >> fractionBits;
        double fraction = (bits & ((1 << fractionBits) - 1)) / (double)(1 << fractionBits);
        double magnitude = exponent == 0 ? fraction * Math.Pow(2, 1 - bias) : (1 + fraction) * Math.Pow(2, exponent - bias);
        return (bits & 0x80) != 0 ? -magnitude : magnitude;
    }
}
