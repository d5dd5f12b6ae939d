using CoreML.Format;

namespace CoreML.Quantization.Tests;

public class QuantizeKernelTests
{
    private static readonly float[] Special = [0f, -0f, float.Epsilon, -float.Epsilon, 1e-8f, 65504f, -65504f, 0.5f, -0.5f, 1.5f, 2.5f, 127.5f, -127.5f];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Vector_path_equals_the_definition_at_every_length(bool half)
    {
        var random = new Random(1);
        for (int length = 0; length <= 300; length++)
        {
            float scale = length % 7 == 0 ? 0 : (float)(Half)(random.NextSingle() * 0.1f);
            float[] weights = Weights(random, length + 1, half);
            // One element in, so that vectors do not start at an aligned address.
            ReadOnlySpan<float> part = weights.AsSpan(1);
            var quantized = new sbyte[length];
            QuantizeKernel.Quantize(part, scale, half, quantized);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal(QuantizeKernel.Quantize(part[i], scale, half), quantized[i]);
            }
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Each_weight_can_have_its_own_scale(bool half)
    {
        var random = new Random(2);
        float[] weights = Weights(random, 301, half);
        float[] scales = Weights(random, 301, half).Select(MathF.Abs).ToArray();
        var quantized = new sbyte[301];
        QuantizeKernel.Quantize(weights, scales, half, quantized);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal(QuantizeKernel.Quantize(weights[i], scales[i], half), quantized[i]);
        }
    }

    [Fact]
    public void Every_half_is_quantized_as_half_precision_arithmetic_would()
    {
        float scale = (float)(Half)0.0123f;
        float[] weights = [.. Enumerable.Range(0, 65536).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(float.IsFinite)];
        var quantized = new sbyte[weights.Length];
        QuantizeKernel.Quantize(weights, scale, half: true, quantized);
        for (int i = 0; i < weights.Length; i++)
        {
            double quotient = (double)(Half)(weights[i] / (double)scale);
            double expected = Math.Clamp(Math.Round(quotient, MidpointRounding.ToEven), -127, 127);
            Assert.Equal((sbyte)expected, quantized[i]);
        }
    }

    [Fact]
    public void Largest_magnitude_is_found_at_every_length_and_position()
    {
        for (int length = 1; length <= 100; length++)
        {
            for (int position = 0; position < length; position++)
            {
                var halves = new Half[length];
                Array.Fill(halves, (Half)0.25f);
                halves[position] = (Half)(-4);
                ReadOnlySpan<byte> bytes = System.Runtime.InteropServices.MemoryMarshal.AsBytes(halves.AsSpan());
                Assert.Equal(4f, Magnitude.Max(ElementType.Float16, bytes));
            }
        }
    }

    [Theory]
    [InlineData(1f)]
    [InlineData(60000f)]
    [InlineData(1e-6f)]
    public void Scale_of_a_half_is_finite(float max) =>
        Assert.True(float.IsFinite(SymmetricScale.Of((float)(Half)max, ElementType.Float16)));

    private static float[] Weights(Random random, int count, bool half)
    {
        var weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = i % 5 == 0 ? Special[random.Next(Special.Length)] : random.NextSingle() * 20 - 10;
            weights[i] = half ? (float)(Half)weights[i] : weights[i];
        }
        return weights;
    }
}
