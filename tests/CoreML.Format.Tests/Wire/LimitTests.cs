using CoreML.Specification;

namespace CoreML.Format.Tests;

public sealed class LimitTests
{
    [Fact]
    public void Nesting_ends_where_the_parser_ends()
    {
        Scan.Run(Nested(50));
        Assert.NotNull(Model.Parser.ParseFrom(Nested(50)));

        Diagnostic diagnostic = Scan.Refused(Nested(51));
        Assert.Equal("CML2003", diagnostic.Code);
        Assert.Equal("at most 100 levels", diagnostic.Expected);
    }

    [Fact]
    public void Nested_groups_count_as_well()
    {
        Assert.NotNull(Model.Parser.ParseFrom(Groups(100)));
        Scan.Run(Groups(100));
        Diagnostic diagnostic = Scan.Refused(Groups(101));
        Assert.Equal(("CML2003", null), (diagnostic.Code, diagnostic.Path));

        static byte[] Groups(int levels) =>
            new WireBytes().Repeat(levels, open => open.Raw(0x0B)).Repeat(levels, close => close.Raw(0x0C)).ToArray();
    }

    [Fact]
    public void Thousands_of_levels_need_no_stack() => Assert.Equal("CML2003", Scan.Refused(Nested(20_000)).Code);

    [Fact]
    public void Raised_nesting_is_parsed_too()
    {
        var limits = new ReadLimits { MaxNesting = 1000 };
        byte[] bytes = Nested(500);
        Scan.Run(bytes, limits);
        Assert.Equal(bytes.Length, SpecificationReader.Parse(bytes, limits, null).CalculateSize());
        Assert.Equal("CML2003", Scan.Refused(Nested(501), limits).Code);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Nesting_can_be_lowered(int limit)
    {
        var limits = new ReadLimits { MaxNesting = limit };
        Scan.Run([0x08, 0x01], limits);
        Assert.Equal("CML2003", Scan.Refused(Nested(1), limits).Code);
    }

    [Fact]
    public void Specification_bytes()
    {
        var limits = new ReadLimits { MaxSpecificationBytes = 2 };
        Scan.Run([0x08, 0x01], limits);
        Assert.Equal("CML2004", Scan.Refused([0x08, 0x80, 0x01], limits).Code);
    }

    [Fact]
    public void Number_of_objects()
    {
        byte[] labels = new WireBytes().Message(202, new WireBytes().Repeat(10, names => names.Text(2, "stage"))).ToArray();
        Assert.Equal(11, Scan.Run(labels, new ReadLimits { MaxObjects = 11 }).Objects);
        Diagnostic diagnostic = Scan.Refused(labels, new ReadLimits { MaxObjects = 10 });
        Assert.Equal("CML2004", diagnostic.Code);
        Assert.Equal("pipeline", diagnostic.Path);
    }

    [Fact]
    public void Length_of_a_text()
    {
        byte[] labels = new WireBytes().Message(202, new WireBytes().Text(2, "stage")).ToArray();
        Scan.Run(labels, new ReadLimits { MaxStringBytes = 5 });
        Assert.Equal("CML2004", Scan.Refused(labels, new ReadLimits { MaxStringBytes = 4 }).Code);
    }

    [Fact]
    public void Repeated_empty_messages_may_not_expand_without_bound()
    {
        byte[] layers = Layers(200_000);
        Diagnostic diagnostic = Scan.Refused(layers, new ReadLimits { MaxExpansion = 10 });
        Assert.Equal("CML2004", diagnostic.Code);
        Assert.Equal("neuralNetwork", diagnostic.Path);
        Assert.Equal("CML2004", Scan.Refused(Layers(2_000_000)).Code);
        // Within the fixed allowance a small file may expand as it likes.
        Scan.Run(Layers(50_000), new ReadLimits { MaxExpansion = 0 });

        static byte[] Layers(int count) =>
            new WireBytes().Message(500, new WireBytes().Repeat(count, layer => layer.Raw(0x0A, 0x00))).ToArray();
    }

    // Two levels each: a pipeline and its model.
    private static byte[] Nested(int pipelines)
    {
        // Written from the inside out, so that it takes no time squared.
        var prefixes = new Stack<byte[]>();
        int length = 0;
        for (int i = 0; i < pipelines; i++)
        {
            byte[] model = new WireBytes().Tag(1, 2).Varint((ulong)length).ToArray();
            byte[] pipeline = new WireBytes().Tag(202, 2).Varint((ulong)(model.Length + length)).ToArray();
            prefixes.Push(model);
            prefixes.Push(pipeline);
            length += model.Length + pipeline.Length;
        }
        return [.. prefixes.SelectMany(prefix => prefix)];
    }
}
