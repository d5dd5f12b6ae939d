using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization.Tests;

public class HalfPrecisionTests
{
    [Fact]
    public void Rounding_is_that_of_the_type()
    {
        var random = new Random(4);
        foreach (float half in KernelData.AllHalves())
        {
            // The number itself, both its neighbours' middles, and something beside them.
            float next = (float)Half.BitIncrement((Half)half);
            float middle = float.IsFinite(next) ? (half + next) / 2 : 65519.996f;
            foreach (float value in (float[])[half, middle, MathF.BitIncrement(middle), MathF.BitDecrement(middle), half + (middle - half) * random.NextSingle()])
            {
                float rounded = HalfPrecision.Round(Vector256.Create(value))[random.Next(8)];
                Assert.Equal(BitConverter.SingleToInt32Bits((float)(Half)value), BitConverter.SingleToInt32Bits(rounded));
            }
        }
        Assert.Equal(float.PositiveInfinity, HalfPrecision.Round(Vector256.Create(65520f))[0]);
        Assert.Equal(float.NegativeInfinity, HalfPrecision.Round(Vector256.Create(-1e30f))[0]);
    }

    [Fact]
    public void Rounding_the_significand_is_rounding_but_for_the_smallest_and_largest()
    {
        var random = new Random(13);
        for (int i = 0; i < 20000; i++)
        {
            // The bits of numbers from 2^-14 to 65504, with ties among them.
            uint bits = (uint)random.Next(0x38800000, 0x477FE001);
            bits = i % 3 == 0 ? bits & ~0xFFFu | 0x1000 : bits;
            float value = BitConverter.UInt32BitsToSingle(Math.Min(bits, 0x477FE000)) * (i % 2 == 0 ? 1 : -1);
            Assert.Equal((float)(Half)value, HalfPrecision.RoundSignificand(Vector256.Create(value))[i % 8]);
        }
    }

    [Fact]
    public void Widening_is_exact_at_every_length()
    {
        ushort[] halves = [.. KernelData.AllHalves().Select(half => BitConverter.HalfToUInt16Bits((Half)half))];
        for (int length = 0; length <= 300; length++)
        {
            Check(halves.AsSpan(length * 200, length));
        }
        Check(halves);

        static void Check(ReadOnlySpan<ushort> halves)
        {
            var wide = new float[halves.Length];
            HalfPrecision.Widen(halves, wide);
            for (int i = 0; i < halves.Length; i++)
            {
                Assert.Equal(
                    BitConverter.SingleToInt32Bits((float)BitConverter.UInt16BitsToHalf(halves[i])), BitConverter.SingleToInt32Bits(wide[i]));
            }
        }
    }
}
