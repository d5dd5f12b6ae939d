using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Quantization.Tests;

public class MaskKernelTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Mask_compaction_and_expansion_follow_their_definitions_at_every_length(bool half)
    {
        var random = new Random(7);
        int width = half ? 2 : 4;
        ElementType type = half ? ElementType.Float16 : ElementType.Float32;
        for (int length = 0; length <= 300; length++)
        {
            float[] weights = KernelData.Weights(random, length, half);
            byte[] packed = half
                ? MemoryMarshal.AsBytes<Half>(weights.Select(weight => (Half)weight).ToArray()).ToArray()
                : MemoryMarshal.AsBytes<float>(weights).ToArray();
            float threshold = length % 3 == 0 ? 0 : 2.5f;
            var mask = new byte[(length + 7) / 8];
            MaskKernel.Above(type, packed, threshold, mask);
            int[] expected = [.. Enumerable.Range(0, length).Where(i => MathF.Abs(weights[i]) > threshold)];
            Assert.Equal(expected, Enumerable.Range(0, mask.Length * 8).Where(i => (mask[i / 8] >> (i % 8) & 1) != 0));
            Assert.Equal(expected.Length, MaskKernel.Count(mask));

            var kept = new byte[length * width + MaskKernel.Slack];
            Assert.Equal(expected.Length, MaskKernel.Compact(packed, width, mask, kept));
            Assert.Equal(expected.SelectMany(i => packed[(i * width)..((i + 1) * width)]), kept.Take(expected.Length * width));

            var expanded = new byte[length * width];
            Array.Fill(expanded, (byte)0xAA);
            Assert.Equal(expected.Length, MaskKernel.Expand(kept, width, mask, expanded));
            for (int i = 0; i < length; i++)
            {
                byte[] element = expected.Contains(i) ? packed[(i * width)..((i + 1) * width)] : new byte[width];
                Assert.Equal(element, expanded[(i * width)..((i + 1) * width)]);
            }
        }
    }

    [Fact]
    public void Bytes_are_compacted()
    {
        byte[] values = [.. Enumerable.Range(0, 100).Select(i => (byte)i)];
        var mask = new byte[13];
        new Random(8).NextBytes(mask);
        mask[12] &= 0x0F;
        var kept = new byte[100 + MaskKernel.Slack];
        int count = MaskKernel.Compact(values, 1, mask, kept);
        Assert.Equal(values.Where(i => (mask[i / 8] >> (i % 8) & 1) != 0), kept.Take(count));
    }
}
