using System.Buffers.Binary;
using System.Text;

namespace CoreML.Conformance.Tests;

public class NpyReaderTests
{
    [Fact]
    public void Rows_are_kept()
    {
        NpyArray array = Read(1, "<i2", "False", "2, 3", [1, 0, 2, 0, 3, 0, 4, 0, 5, 0, 6, 0]);
        Assert.Equal([2, 3], array.Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], array.Elements<short>());
    }

    [Fact]
    public void Columns_become_rows()
    {
        NpyArray array = Read(2, "|u1", "True", "2, 3, 2", [0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11], array.Elements<byte>());
    }

    [Theory]
    [InlineData("", new int[0])]
    [InlineData("1,", new[] { 1 })]
    public void Scalars_and_vectors_are_read(string shape, int[] expected)
    {
        NpyArray array = Read(1, "<f4", "False", shape, [0, 0, 0x80, 0x3F]);
        Assert.Equal(expected, array.Shape);
        Assert.Equal([1f], array.Elements<float>());
    }

    [Fact]
    public void Other_files_are_refused() =>
        Assert.Throws<InvalidDataException>(() => NpyReader.Read(new MemoryStream(new byte[64])));

    private static NpyArray Read(byte version, string type, string fortranOrder, string shape, byte[] elements)
    {
        byte[] header = Encoding.ASCII.GetBytes($"{{'descr': '{type}', 'fortran_order': {fortranOrder}, 'shape': ({shape}), }}\n");
        var length = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, header.Length);
        byte[] file = [0x93, .. "NUMPY"u8, version, 0, .. length.AsSpan(0, version == 1 ? 2 : 4), .. header, .. elements];
        return NpyReader.Read(new MemoryStream(file));
    }
}
