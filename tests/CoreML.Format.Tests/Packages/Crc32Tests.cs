using System.Text;

namespace CoreML.Format.Tests;

public sealed class Crc32Tests
{
    [Theory]
    [InlineData("", 0u)]
    [InlineData("a", 0xE8B7BE43u)]
    [InlineData("123456789", 0xCBF43926u)]
    [InlineData("The quick brown fox jumps over the lazy dog", 0x414FA339u)]
    public void Known_values(string text, uint expected)
    {
        var checksum = new Crc32();
        checksum.Append(Encoding.ASCII.GetBytes(text));
        Assert.Equal(expected, checksum.Value);
    }

    [Fact]
    public void Any_division_gives_the_same()
    {
        byte[] bytes = new byte[100];
        new Random(1).NextBytes(bytes);
        var whole = new Crc32();
        whole.Append(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            var parts = new Crc32();
            parts.Append(bytes.AsSpan(0, cut));
            parts.Append(bytes.AsSpan(cut));
            Assert.Equal(whole.Value, parts.Value);
        }
    }
}
