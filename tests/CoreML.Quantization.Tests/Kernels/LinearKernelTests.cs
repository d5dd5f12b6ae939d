using CoreML.Format;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

public class LinearKernelTests
{
    public static TheoryData<ElementType, QuantizationMode, bool> Ranges
    {
        get
        {
            var data = new TheoryData<ElementType, QuantizationMode, bool>();
            foreach (ElementType type in (ElementType[])[ElementType.Int8, ElementType.UInt8, ElementType.Int4, ElementType.UInt4])
            {
                foreach (QuantizationMode mode in Enum.GetValues<QuantizationMode>())
                {
                    data.Add(type, mode, true);
                    data.Add(type, mode, false);
                }
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Vectors_give_what_the_definition_gives_at_every_length(ElementType type, QuantizationMode mode, bool half)
    {
        var range = new LinearRange(type, mode, half ? ElementType.Float16 : ElementType.Float32);
        var random = new Random(1);
        for (int length = 0; length <= 300; length++)
        {
            // One element in, so that vectors do not start at an aligned address.
            ReadOnlySpan<float> weights = KernelData.Weights(random, length + 1, half).AsSpan(1);
            WeightRange of = WeightRange.Empty;
            foreach (float weight in weights)
            {
                of |= new WeightRange(weight, weight);
            }
            (float scale, float zeroPoint) = length % 7 == 0 ? (0, 0) : range.Of(of);
            var quantized = new byte[length];
            LinearKernel.Quantize(weights, scale, zeroPoint, range, half, quantized);
            for (int i = 0; i < length; i++)
            {
                Assert.Equal((byte)LinearKernel.Quantize(weights[i], scale, zeroPoint, range, half), quantized[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Each_weight_can_have_its_own_scale(ElementType type, QuantizationMode mode, bool half)
    {
        var range = new LinearRange(type, mode, half ? ElementType.Float16 : ElementType.Float32);
        var random = new Random(2);
        float[] weights = KernelData.Weights(random, 301, half);
        float[] scales = [.. KernelData.Weights(random, 301, half).Select(MathF.Abs)];
        float[] zeroPoints = [.. scales.Select((scale, i) => scale == 0 ? 0f : i % (range.Highest + 1))];
        var quantized = new byte[301];
        LinearKernel.Quantize(weights, scales, zeroPoints, range, half, quantized);
        for (int i = 0; i < weights.Length; i++)
        {
            Assert.Equal((byte)LinearKernel.Quantize(weights[i], scales[i], zeroPoints[i], range, half), quantized[i]);
        }
    }

    [Fact]
    public void Every_half_is_quantized_as_half_precision_arithmetic_would()
    {
        var range = new LinearRange(ElementType.Int8, QuantizationMode.LinearSymmetric, ElementType.Float16);
        float scale = (float)(Half)0.0123f;
        float[] weights = KernelData.AllHalves();
        var quantized = new byte[weights.Length];
        LinearKernel.Quantize(weights, scale, 0, range, half: true, quantized);
        for (int i = 0; i < weights.Length; i++)
        {
            double quotient = (double)(Half)(weights[i] / (double)scale);
            double expected = Math.Clamp(Math.Round(quotient, MidpointRounding.ToEven), -127, 127);
            Assert.Equal((sbyte)expected, (sbyte)quantized[i]);
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Many_blocks_get_the_scales_of_the_definition(ElementType type, QuantizationMode mode, bool half)
    {
        ElementType weights = half ? ElementType.Float16 : ElementType.Float32;
        var range = new LinearRange(type, mode, weights);
        var random = new Random(3);
        float[] first = [.. KernelData.Weights(random, 300, half), 0, 65504, -65504, 40000, 1e-7f];
        float[] second = [.. KernelData.Weights(random, 300, half), 0, 65504, 65504, -40000, 0];
        float[] mins = [.. first.Zip(second, Math.Min)];
        float[] maxs = [.. first.Zip(second, Math.Max)];
        var scales = new float[mins.Length];
        var zeroPoints = new float[mins.Length];
        range.Of(mins, maxs, scales, zeroPoints);
        for (int i = 0; i < mins.Length; i++)
        {
            Assert.Equal(range.Of(new WeightRange(mins[i], maxs[i])), (scales[i], zeroPoints[i]));
        }
        for (int length = 0; length <= 300; length++)
        {
            // Some elements in, so that vectors do not start at an aligned address.
            int shift = length % 5;
            var own = new float[length];
            var ownZeroPoints = new float[length];
            range.Of(mins.AsSpan(shift, length), maxs.AsSpan(shift, length), own, ownZeroPoints);
            Assert.Equal(scales[shift..(shift + length)], own);
            Assert.Equal(zeroPoints[shift..(shift + length)], ownZeroPoints);
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Both_ends_of_any_range_decode_to_finite_numbers_near_them(ElementType type, QuantizationMode mode, bool half)
    {
        ElementType weights = half ? ElementType.Float16 : ElementType.Float32;
        var range = new LinearRange(type, mode, weights);
        float[] ends = [0, 1, -1, 65504, -65504, 40000, -33000, 1e-3f, -6e-5f, 6e-8f];
        foreach (float a in ends)
        {
            foreach (float b in ends)
            {
                float min = Math.Min((float)(Half)a, (float)(Half)b);
                float max = Math.Max((float)(Half)a, (float)(Half)b);
                (float scale, float zeroPoint) = range.Of(new WeightRange(min, max));
                foreach (float end in (float[])[min, max])
                {
                    int q = LinearKernel.Quantize(end, scale, zeroPoint, range, half);
                    float decoded = scale * (q - zeroPoint);
                    decoded = half ? (float)(Half)decoded : decoded;
                    float steps = scale + (max - min + MathF.Abs(end)) / 512 + (scale < 1e-6f ? 1e-4f : 0);
                    Assert.True(MathF.Abs(decoded - end) <= steps, $"{end} of {min} to {max} became {decoded}");
                }
            }
        }
    }
}
