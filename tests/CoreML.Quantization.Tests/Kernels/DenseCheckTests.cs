namespace CoreML.Quantization.Tests;

public class DenseCheckTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Errors_are_those_of_the_definition_at_every_length(bool half)
    {
        var random = new Random(11);
        for (int length = 0; length <= 300; length++)
        {
            // Some elements in, so that vectors do not start at an aligned address.
            int shift = length % 5;
            ReadOnlySpan<float> weights = KernelData.Weights(random, length + shift, half).AsSpan(shift);
            float[] decoded = weights.ToArray();
            for (int i = 0; i < length; i++)
            {
                decoded[i] = random.Next(4) switch { 0 => 0, 1 => -0f, 2 => decoded[i], _ => decoded[i] + 0.5f };
            }
            int others = 0;
            float worst = 0;
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < length; i++)
            {
                float difference = MathF.Abs(weights[i] - decoded[i]);
                others += decoded[i] == weights[i] || decoded[i] == 0 ? 0 : 1;
                worst = Math.Max(worst, difference);
                signal += (double)weights[i] * weights[i];
                noise += (double)difference * difference;
            }
            ErrorAccumulator errors = default;
            Assert.Equal(others, DenseCheck.Compare(decoded, weights, ref errors));
            Assert.Equal(worst, errors.Sums.Worst);
            Assert.Equal(signal, errors.Sums.Signal, signal * 1e-5 + 1e-12);
            Assert.Equal(noise, errors.Sums.Noise, noise * 1e-5 + 1e-12);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Anything_else_than_numbers_is_another_weight_with_the_worst_error_wherever_it_is(float bad)
    {
        for (int length = 1; length <= 40; length++)
        {
            for (int position = 0; position < length; position++)
            {
                var weights = new float[length];
                Array.Fill(weights, 1.5f);
                float[] decoded = [.. weights];
                decoded[position] = bad;
                ErrorAccumulator errors = default;
                Assert.Equal(1, DenseCheck.Compare(decoded, weights, ref errors));
                Assert.False(double.IsFinite(errors.Sums.Worst));
            }
        }
    }

    [Fact]
    public void Equal_weights_have_no_error()
    {
        for (int length = 0; length <= 300; length++)
        {
            var weights = new float[length];
            Array.Fill(weights, float.Epsilon);
            ErrorAccumulator errors = default;
            Assert.Equal(0, DenseCheck.Compare(weights, weights, ref errors));
            Assert.Equal((0, 0), (errors.Sums.Noise, errors.Sums.Worst));
        }
    }
}
