namespace CoreML.Quantization.Tests;

public class TableKernelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_steps_are_those_of_the_definition_at_every_length(bool half)
    {
        var random = new Random(9);
        for (int length = 0; length <= 300; length++)
        {
            float[] weights = KernelData.Weights(random, length + 1, half).Select(weight => Math.Clamp(weight, -12f, 12f)).ToArray();
            ReadOnlySpan<float> part = weights.AsSpan(1);
            int steps = (1 << (length % 8 + 1)) - 1;
            float range = half ? (float)(Half)24f : 24f;
            var indices = new byte[length];
            TableKernel.EqualSteps(part, -12, 12, steps, half, indices);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(TableKernel.EqualSteps(part[i], -12, 12, range, steps, half), indices[i]);
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(256)]
    public void Differences_from_table_entries_are_summed_up_at_every_length(int entries)
    {
        var random = new Random(10);
        float[] table = [.. Enumerable.Range(0, 256).Select(i => i < entries ? (float)i / entries : 0)];
        for (int length = 0; length <= 300; length++)
        {
            float[] weights = KernelData.Weights(random, length, half: false);
            byte[] indices = [.. weights.Select(_ => (byte)random.Next(entries))];
            ErrorAccumulator errors = default;
            float worst = TableKernel.Compare(indices, table, weights, ref errors);
            errors.Flush(worst);
            double[] expected = [.. weights.Select((weight, i) => (double)MathF.Abs(weight - table[indices[i]]))];
            Assert.Equal(expected.Append(0).Max(), worst, 1e-6);
            double noise = expected.Sum(error => error * error);
            Assert.Equal(noise, errors.Sums.Noise, noise * 1e-5 + 1e-12);
        }
    }
}
