namespace CoreML.Quantization.Tests;

public class LinearCheckTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Differences_are_those_of_the_formula_at_every_length(bool signed, bool half)
    {
        var random = new Random(6);
        foreach (float scale in (float[])[0.0625f, 1e-5f, 6e-8f, 0, 300])
        {
            for (int length = 0; length <= 300; length += scale == 0.0625f ? 1 : 37)
            {
                var integers = new byte[length];
                random.NextBytes(integers);
                // Some elements in, so that vectors do not start at an aligned address.
                float[] weights = KernelData.Weights(random, length, half);
                ReadOnlySpan<float> shifted = ((float[])[.. new float[length % 5], .. weights]).AsSpan(length % 5);
                float zeroPoint = signed ? -3 : 101;
                float rounded = half ? (float)(Half)scale : scale;
                float[] expected = [.. integers.Select((q, i) =>
                {
                    float decoded = rounded * ((signed ? (sbyte)q : q) - zeroPoint);
                    return MathF.Abs(weights[i] - (half ? (float)(Half)decoded : decoded));
                })];
                ErrorAccumulator shared = default;
                float worst = LinearCheck.Compare(integers, signed, rounded, zeroPoint, half, shifted, ref shared);
                shared.Flush(worst);
                var differences = new float[length];
                ErrorAccumulator own = default;
                own.Flush(LinearCheck.Compare(
                    integers, signed, Repeat(rounded), Repeat(zeroPoint), half, shifted, differences, ref own));
                Assert.Equal(expected, differences);
                Assert.Equal(expected.Append(0).Max(), worst);
                Assert.Equal(shared.Sums, own.Sums);
                Assert.Equal(expected.Sum(error => (double)error * error), shared.Sums.Noise, expected.Sum(error => (double)error * error) * 1e-5 + 1e-30);

                float[] Repeat(float value) => [.. Enumerable.Repeat(value, length)];
            }
        }
    }

    [Theory]
    [InlineData(3)]
    [InlineData(100)]
    public void Weight_that_decodes_to_no_number_is_the_worst_error(int length)
    {
        ErrorAccumulator errors = default;
        Assert.False(LinearCheck.Compare(new byte[length], signed: true, float.NaN, 0, half: false, new float[length], ref errors) <= 1e30f);
    }
}
