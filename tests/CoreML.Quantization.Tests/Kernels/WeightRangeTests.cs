using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Quantization.Tests;

public class WeightRangeTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Smallest_and_largest_are_found_at_every_length_and_position(bool half)
    {
        for (int length = 1; length <= 100; length++)
        {
            for (int position = 0; position < length; position++)
            {
                var weights = new float[length];
                Array.Fill(weights, 0.25f);
                weights[position] = -4;
                weights[(position + length / 2) % length] = length == 1 ? -4 : 3;
                var expected = new WeightRange(weights.Min(), weights.Max());
                Assert.Equal(expected, Of(weights, half));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Range_is_that_of_the_definition_at_every_length(bool half)
    {
        var random = new Random(12);
        int width = half ? 2 : 4;
        for (int length = 0; length <= 300; length++)
        {
            float[] weights = KernelData.Weights(random, length, half);
            if (length % 7 == 0)
            {
                Array.Fill(weights, length % 2 == 0 ? -3.5f : (float)Half.Epsilon);
            }
            // Some elements in, so that vectors do not start at an aligned address.
            byte[] packed = [.. new byte[length % 5 * width], .. Pack(weights, half)];
            WeightRange range = WeightRange.Of(half ? ElementType.Float16 : ElementType.Float32, packed.AsSpan(length % 5 * width));
            WeightRange expected = length == 0 ? WeightRange.Empty : new WeightRange(weights.Min(), weights.Max());
            Assert.Equal(expected, range);
        }
    }

    [Theory]
    [InlineData(true, float.NaN)]
    [InlineData(true, float.PositiveInfinity)]
    [InlineData(true, float.NegativeInfinity)]
    [InlineData(false, float.NaN)]
    [InlineData(false, float.PositiveInfinity)]
    [InlineData(false, float.NegativeInfinity)]
    public void Range_with_anything_else_than_numbers_is_not_finite(bool half, float bad)
    {
        for (int length = 1; length <= 300; length++)
        {
            foreach (float sign in (float[])[1, -1])
            {
                var weights = new float[length];
                weights[length / 3] = sign * bad;
                Assert.False(Of(weights, half).IsFinite);
                Assert.Equal(length / 3, WeightRange.FirstNonFinite(half ? ElementType.Float16 : ElementType.Float32, Pack(weights, half)));
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Ranges_of_runs_are_those_of_each(bool half)
    {
        var random = new Random(5);
        for (int length = 1; length <= 70; length++)
        {
            float[] weights = KernelData.Weights(random, length * 5, half);
            var mins = new float[5];
            var maxs = new float[5];
            WeightRange.OfRuns(half ? ElementType.Float16 : ElementType.Float32, Pack(weights, half), length, mins, maxs);
            for (int run = 0; run < 5; run++)
            {
                Assert.Equal(Of(weights[(run * length)..((run + 1) * length)], half), new WeightRange(mins[run], maxs[run]));
            }
        }
    }

    private static WeightRange Of(float[] weights, bool half) =>
        WeightRange.Of(half ? ElementType.Float16 : ElementType.Float32, Pack(weights, half));

    private static byte[] Pack(float[] weights, bool half) => half
        ? MemoryMarshal.AsBytes<Half>(weights.Select(weight => (Half)weight).ToArray()).ToArray()
        : MemoryMarshal.AsBytes<float>(weights).ToArray();
}
