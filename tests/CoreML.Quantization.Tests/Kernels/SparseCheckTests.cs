namespace CoreML.Quantization.Tests;

public class SparseCheckTests
{
    [Fact]
    public void Errors_are_those_of_the_definition_at_every_length()
    {
        var random = new Random(12);
        for (int length = 0; length <= 300; length++)
        {
            int shift = length % 5;
            ReadOnlySpan<ushort> weights = Bits(random, length + shift).AsSpan(shift);
            ushort[] decoded = weights.ToArray();
            float worst = 0;
            double signal = 0;
            double noise = 0;
            for (int i = 0; i < length; i++)
            {
                double weight = (double)BitConverter.UInt16BitsToHalf(weights[i]);
                decoded[i] = random.Next(2) == 0 ? weights[i] : (ushort)0;
                double difference = decoded[i] == weights[i] ? 0 : Math.Abs(weight);
                worst = Math.Max(worst, (float)difference);
                signal += weight * weight;
                noise += difference * difference;
            }
            ErrorAccumulator errors = default;
            Assert.Equal(0, SparseCheck.Compare(decoded, weights, ref errors));
            Assert.Equal(worst, errors.Sums.Worst);
            Assert.Equal(signal, errors.Sums.Signal, signal * 1e-5 + 1e-12);
            Assert.Equal(noise, errors.Sums.Noise, noise * 1e-5 + 1e-12);
        }
    }

    [Fact]
    public void Every_other_bit_is_another_weight_wherever_it_is()
    {
        ushort[] weights = Bits(new Random(13), 40);
        for (int position = 0; position < weights.Length; position++)
        {
            for (int bit = 0; bit < 16; bit++)
            {
                ushort[] decoded = [.. weights];
                decoded[position] ^= (ushort)(1 << bit);
                ErrorAccumulator errors = default;
                Assert.Equal(decoded[position] == 0 ? 0 : 1, SparseCheck.Compare(decoded, weights, ref errors));
            }
        }
    }

    private static ushort[] Bits(Random random, int length) =>
        [.. KernelData.Weights(random, length, half: true).Select(weight => BitConverter.HalfToUInt16Bits((Half)weight))];
}
