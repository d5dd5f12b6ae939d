namespace CoreML.Quantization.Tests;

public sealed class RadixSortTests
{
    [Fact]
    public void Sorts_every_length()
    {
        for (int length = 0; length <= 300; length++)
        {
            var random = new Random(length);
            ulong[] values = [.. Enumerable.Range(0, length).Select(_ => (ulong)random.NextInt64(1L << (length % 2 == 0 ? 32 : 4)) << 32)];
            ulong[] expected = [.. values.Order()];
            var sorted = new ulong[length];
            RadixSort.Sort(values, sorted);
            Assert.Equal(expected, sorted);
        }
    }

    [Fact]
    public void Equal_keys_keep_their_order()
    {
        var random = new Random(1);
        ulong[] pairs = [.. Enumerable.Range(0, 5000).Select(i => (ulong)random.Next(100) << 57 | (uint)i)];
        ulong[] expected = [.. pairs.OrderBy(pair => pair >> 32)];
        var sorted = new ulong[pairs.Length];
        RadixSort.Sort(pairs, sorted);
        Assert.Equal(expected, sorted);
    }
}
