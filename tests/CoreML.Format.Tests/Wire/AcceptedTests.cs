using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>What looks odd but is allowed, by the scanner and by the parser alike.</summary>
public sealed class AcceptedTests
{
    [Theory]
    [MemberData(nameof(SampleModels.Names), MemberType = typeof(SampleModels))]
    public void Sample_models(string name)
    {
        byte[] bytes = SampleModels.All[name].ToByteArray();
        WireScanResult result = Scan.Run(bytes);
        Assert.True(result.HasModelType);
        Assert.True(result.Objects > 10);
    }

    [Fact]
    public void No_bytes_have_no_model_type() => Assert.Equal(new WireScanResult(false, 0, 0), Scan.Run([]));

    [Fact]
    public void Unknown_fields_of_every_wire_type()
    {
        byte[] bytes = new WireBytes()
            .Number(1, 1)
            .Number(1023, ulong.MaxValue)
            .Tag(1024, 1).Raw(1, 2, 3, 4, 5, 6, 7, 8)
            .Bytes(1025, 0xFF, 0x00)
            .Tag(1026, 3).Number(1, 1).Tag(5, 3).Tag(5, 4).Tag(1026, 4)
            .Tag(536_870_911, 5).Raw(1, 2, 3, 4)
            .Message(900, new WireBytes().Number(9, 9))
            .ToArray();

        Assert.True(Scan.Run(bytes).HasModelType);
        Assert.Equal(bytes.Length, Model.Parser.ParseFrom(bytes).CalculateSize());
    }

    [Theory]
    [InlineData(1, 5)]
    [InlineData(1, 2)]
    [InlineData(2, 0)]
    [InlineData(500, 1)]
    [InlineData(500, 3)]
    public void Known_numbers_in_another_encoding(int number, int wireType)
    {
        WireBytes bytes = new WireBytes().Tag(number, wireType);
        bytes = wireType switch
        {
            1 => bytes.Raw(new byte[8]),
            2 => bytes.Varint(3).Raw(0xFF, 0xFF, 0xFF),
            3 => bytes.Tag(number, 4),
            5 => bytes.Raw(new byte[4]),
            _ => bytes.Varint(5),
        };

        Assert.False(Scan.Run(bytes.ToArray()).HasModelType);
        Assert.Equal(Model.TypeOneofCase.None, Model.Parser.ParseFrom(bytes.ToArray()).TypeCase);
    }

    [Fact]
    public void Varint_longer_than_needed()
    {
        byte[] bytes = [0x08, 0x87, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01];
        Assert.Equal(0, Scan.Run(bytes).Objects);
        Assert.Equal(7, Model.Parser.ParseFrom(bytes).SpecificationVersion);
    }

    [Fact]
    public void Repeated_numbers_packed_and_one_by_one()
    {
        var vector = new WireBytes().Number(1, 5).Bytes(1, 6, 7).Number(1, 8);
        byte[] bytes = new WireBytes().Message(603, new WireBytes().Message(2, vector)).ToArray();

        Scan.Run(bytes);
        Assert.Equal([5, 6, 7, 8], Model.Parser.ParseFrom(bytes).DictVectorizer.Int64ToIndex.Vector);
    }

    [Fact]
    public void Model_type_inside_a_stage_is_not_one_of_the_model() =>
        Assert.False(Scan.Run(new WireBytes().Message(2, new WireBytes().Message(900, new())).ToArray()).HasModelType);
}
