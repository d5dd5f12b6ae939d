namespace CoreML.Format.Tests;

/// <summary>Bytes that are no protobuf message, each kind once.</summary>
public sealed class MalformedTests
{
    private const ulong Bit63 = 1UL << 63;

    [Fact]
    public void Tag_without_value()
    {
        Diagnostic diagnostic = Scan.Refused([0x08]);
        Assert.Equal("CML2001", diagnostic.Code);
        Assert.Equal(1, diagnostic.Offset);
    }

    [Fact]
    public void Tag_cut_in_the_middle() => Assert.Equal("CML2001", Scan.Refused([0x80]).Code);

    [Fact]
    public void Varint_cut_in_the_middle() => Assert.Equal("CML2001", Scan.Refused([0x08, 0xFF, 0xFF]).Code);

    [Fact]
    public void Length_cut_in_the_middle() => Assert.Equal("CML2001", Scan.Refused([0x12, 0x80]).Code);

    [Fact]
    public void Varint_of_eleven_bytes()
    {
        Diagnostic diagnostic = Scan.Refused([0x08, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]);
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal(1, diagnostic.Offset);
        Assert.Equal("a number of at most 10 bytes", diagnostic.Expected);
    }

    [Fact]
    public void Tag_of_six_bytes() => Assert.Equal("CML2002", Scan.Refused([0x88, 0x80, 0x80, 0x80, 0x80, 0x00, 0x01]).Code);

    [Fact]
    public void Field_number_beyond_29_bits() => Assert.Equal("CML2002", Scan.Refused([0xF8, 0xFF, 0xFF, 0xFF, 0x1F, 0x01]).Code);

    [Theory]
    [InlineData(0x00)]
    [InlineData(0x02)]
    [InlineData(0x07)]
    public void Field_number_zero(byte tag)
    {
        Diagnostic diagnostic = Scan.Refused([0x08, 0x01, tag, 0x00]);
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal(2, diagnostic.Offset);
        Assert.Equal("0", diagnostic.Found);
    }

    [Theory]
    [InlineData(6)]
    [InlineData(7)]
    public void Reserved_wire_type(int wireType)
    {
        Diagnostic diagnostic = Scan.Refused(new WireBytes().Tag(1, wireType).Raw(0).ToArray());
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal($"{wireType}", diagnostic.Found);
    }

    [Fact]
    public void Group_that_nothing_closes() => Assert.Equal("CML2001", Scan.Refused(WireBytes.Of(0x0B, 0x08, 0x01).ToArray()).Code);

    [Fact]
    public void Group_that_the_end_of_its_message_cuts() =>
        Assert.Equal("CML2001", Scan.Refused(new WireBytes().Message(2, WireBytes.Of(0x0B)).Raw(0x0C).ToArray()).Code);

    [Fact]
    public void Group_that_another_number_closes()
    {
        Diagnostic diagnostic = Scan.Refused([0x0B, 0x14]);
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal("the end of group 1", diagnostic.Expected);
    }

    [Fact]
    public void Groups_closed_in_the_wrong_order() => Assert.Equal("CML2002", Scan.Refused([0x0B, 0x13, 0x0C, 0x14]).Code);

    [Fact]
    public void End_of_a_group_that_nothing_opened() => Assert.Equal("CML2002", Scan.Refused([0x0C]).Code);

    [Theory]
    [InlineData(2ul)]
    [InlineData(0x7FFF_FFFFul)]
    [InlineData(0x8000_0000ul)]
    [InlineData(0x1_0000_0001ul)]
    [InlineData(Bit63 - 1)]
    [InlineData(Bit63)]
    [InlineData(ulong.MaxValue)]
    public void Length_beyond_the_end(ulong length)
    {
        Diagnostic diagnostic = Scan.Refused(new WireBytes().Tag(2, 2).Varint(length).Raw(0).ToArray());
        Assert.Equal("CML2001", diagnostic.Code);
        Assert.Equal(1, diagnostic.Offset);
        Assert.Equal("1 bytes", diagnostic.Found);
    }

    [Fact]
    public void Length_beyond_the_message_around_it() =>
        Assert.Equal("CML2001", Scan.Refused(new WireBytes().Message(2, WireBytes.Of(0x0A, 0x03)).Raw(8, 1, 8, 1).ToArray()).Code);

    [Theory]
    [InlineData(1, 7)]
    [InlineData(5, 3)]
    public void Fixed_number_cut_in_the_middle(int wireType, int bytes) =>
        Assert.Equal("CML2001", Scan.Refused(new WireBytes().Tag(99, wireType).Raw(new byte[bytes]).ToArray()).Code);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(9)]
    public void Packed_doubles_of_a_broken_length(int bytes)
    {
        byte[] scaler = new WireBytes().Message(604, new WireBytes().Bytes(1, new byte[bytes])).ToArray();
        Diagnostic diagnostic = Scan.Refused(scaler);
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal("scaler", diagnostic.Path);
        Assert.Equal("a multiple of 8 bytes", diagnostic.Expected);
    }

    [Fact]
    public void Packed_floats_of_a_broken_length()
    {
        var weights = new WireBytes().Bytes(1, 0, 0, 0, 0, 0, 0);
        byte[] network = new WireBytes()
            .Message(500, new WireBytes().Message(1, new WireBytes().Message(100, new WireBytes().Message(90, weights))))
            .ToArray();
        Diagnostic diagnostic = Scan.Refused(network);
        Assert.Equal("CML2002", diagnostic.Code);
        Assert.Equal("neuralNetwork.layers[0].convolution.weights", diagnostic.Path);
    }

    [Fact]
    public void Packed_varint_that_the_end_of_its_field_cuts()
    {
        byte[] vectorizer = new WireBytes().Message(603, new WireBytes().Message(2, new WireBytes().Bytes(1, 0x01, 0x80))).ToArray();
        Assert.Equal("CML2001", Scan.Refused(vectorizer).Code);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF })]
    [InlineData(new byte[] { 0xC0, 0x80 })]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 })]
    [InlineData(new byte[] { 0xF4, 0x90, 0x80, 0x80 })]
    [InlineData(new byte[] { 0x61, 0xE2, 0x82 })]
    public void Text_that_is_not_utf8(byte[] text)
    {
        var feature = new WireBytes().Bytes(1, text);
        Diagnostic diagnostic = Scan.Refused(new WireBytes().Message(2, new WireBytes().Message(10, feature)).ToArray());
        Assert.Equal("CML2005", diagnostic.Code);
        Assert.Equal("description.output[0]", diagnostic.Path);
    }

    [Fact]
    public void Text_of_another_kind() => Assert.Equal("CML2002", Scan.Refused("this is not a model"u8.ToArray()).Code);
}
