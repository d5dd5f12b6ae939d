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
            if (length % 11 == 0)
            {
                Array.Fill(weights, length % 2 == 0 ? 3 : -0f);
            }
            byte[] packed = half
                ? MemoryMarshal.AsBytes<Half>(weights.Select(weight => (Half)weight).ToArray()).ToArray()
                : MemoryMarshal.AsBytes<float>(weights).ToArray();
            // Some elements in, so that vectors do not start at an aligned address.
            int shift = length % 5 * width;
            ReadOnlySpan<byte> shifted = ((byte[])[.. new byte[shift], .. packed]).AsSpan(shift);
            float threshold = length % 3 == 0 ? 0 : length % 3 == 1 ? 2.5f : 6e-8f;
            threshold = half ? (float)(Half)threshold : threshold;
            var mask = new byte[(length + 7) / 8];
            MaskKernel.Above(type, shifted, threshold, mask);
            int[] expected = [.. Enumerable.Range(0, length).Where(i => MathF.Abs(weights[i]) > threshold)];
            Assert.Equal(expected, Enumerable.Range(0, mask.Length * 8).Where(i => (mask[i / 8] >> (i % 8) & 1) != 0));
            Assert.Equal(expected.Length, MaskKernel.Count(mask));

            var kept = new byte[length * width + MaskKernel.Slack];
            Assert.Equal(expected.Length, MaskKernel.Compact(shifted, width, mask, kept));
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
    public void Bytes_are_compacted_at_every_length()
    {
        var random = new Random(8);
        for (int length = 0; length <= 300; length++)
        {
            var values = new byte[length];
            random.NextBytes(values);
            var mask = new byte[(length + 7) / 8];
            random.NextBytes(mask);
            if (length % 8 != 0)
            {
                mask[^1] &= (byte)((1 << (length % 8)) - 1);
            }
            var kept = new byte[length + MaskKernel.Slack];
            int count = MaskKernel.Compact(values, 1, mask, kept);
            Assert.Equal(values.Where((_, i) => (mask[i / 8] >> (i % 8) & 1) != 0), kept.Take(count));
        }
    }
}
