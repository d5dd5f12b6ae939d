using CoreML.Tests;

namespace CoreML.Format.Tests;

public sealed class HighFirstPackingTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    public void Values_come_back(int bits)
    {
        var random = new Random(bits);
        for (int length = 0; length <= 300; length++)
        {
            byte[] expected = [.. Enumerable.Range(0, length).Select(_ => (byte)random.Next(1 << bits))];
            // Bytes behind the last value must not be looked at.
            byte[] packed = [.. Network.Pack(bits, expected), .. new byte[length % 10]];
            var values = new byte[length];
            BitPacking.UnpackHighFirst(packed, bits, values);
            Assert.Equal(expected, values);
        }
        InstructionSets.WriteResults(nameof(HighFirstPackingTests));
    }

    [Fact]
    public void Too_few_bytes_are_an_error() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => BitPacking.UnpackHighFirst(new byte[2], 3, new byte[6]));
}
