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
            // Some elements in, so that vectors do not start at an aligned address.
            float[] weights = KernelData.Weights(random, length + length % 5, half: false)[(length % 5)..];
            ReadOnlySpan<float> shifted = ((float[])[.. new float[length % 5], .. weights]).AsSpan(length % 5);
            byte[] indices = [.. weights.Select(_ => (byte)random.Next(entries))];
            ErrorAccumulator errors = default;
            float worst = TableKernel.Compare(indices, table, shifted, ref errors);
            errors.Flush(worst);
            double[] expected = [.. weights.Select((weight, i) => (double)MathF.Abs(weight - table[indices[i]]))];
            Assert.Equal(expected.Append(0).Max(), worst, 1e-6);
            double noise = expected.Sum(error => error * error);
            Assert.Equal(noise, errors.Sums.Noise, noise * 1e-5 + 1e-12);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Equal_steps_of_one_number_are_the_first(bool half)
    {
        for (int length = 0; length <= 300; length++)
        {
            var weights = new float[length];
            Array.Fill(weights, -0.75f);
            var indices = new byte[length];
            Array.Fill(indices, (byte)0xAA);
            TableKernel.EqualSteps(weights, -0.75f, -0.75f, 15, half, indices);
            Assert.False(indices.AsSpan().ContainsAnyExcept((byte)0));
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void Entry_that_is_no_number_is_the_worst_error_wherever_it_is(float bad)
    {
        var table = new float[256];
        table[7] = bad;
        for (int length = 1; length <= 40; length++)
        {
            for (int position = 0; position < length; position++)
            {
                var indices = new byte[length];
                indices[position] = 7;
                ErrorAccumulator errors = default;
                Assert.False(float.IsFinite(TableKernel.Compare(indices, table, new float[length], ref errors)));
            }
        }
    }
}
