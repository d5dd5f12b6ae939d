namespace CoreML.Format.Tests;

public sealed class PathTests
{
    // A field whose length goes beyond its message.
    private static WireBytes Broken => WireBytes.Of(0x0A, 0x7F);

    [Fact]
    public void Top_level_has_no_path() => Assert.Null(Scan.Refused(Broken.ToArray()).Path);

    [Fact]
    public void Position_in_a_repeated_field_is_counted()
    {
        var layers = new WireBytes().Repeat(3, layer => layer.Bytes(1)).Message(1, new WireBytes().Message(100, Broken));
        Assert.Equal("neuralNetwork.layers[3].convolution", Scan.Refused(new WireBytes().Message(500, layers).ToArray()).Path);
    }

    [Fact]
    public void Other_fields_between_do_not_count()
    {
        var network = new WireBytes()
            .Bytes(1)
            .Number(5, 1)
            .Tag(99, 1).Raw(new byte[8])
            .Tag(98, 5).Raw(new byte[4])
            .Bytes(97, 1, 2, 3)
            .Tag(96, 3).Tag(96, 4)
            .Bytes(2)
            .Message(1, Broken);
        Assert.Equal("neuralNetwork.layers[1]", Scan.Refused(new WireBytes().Number(1, 300).Message(500, network).ToArray()).Path);
    }

    [Fact]
    public void Stages_of_a_pipeline_are_told_apart()
    {
        var pipeline = new WireBytes().Bytes(1).Text(2, "name").Message(1, new WireBytes().Message(2, Broken));
        byte[] bytes = new WireBytes().Message(200, new WireBytes().Message(1, pipeline)).ToArray();
        Assert.Equal("pipelineClassifier.pipeline.models[1].description", Scan.Refused(bytes).Path);
    }

    [Fact]
    public void Entries_of_a_map_are_counted()
    {
        var entry = new WireBytes().Text(1, "main").Message(2, Broken);
        byte[] bytes = new WireBytes().Message(502, new WireBytes().Bytes(2).Message(2, entry)).ToArray();
        Assert.Equal("mlProgram.functions[1].value", Scan.Refused(bytes).Path);
    }

    [Fact]
    public void Inside_an_unknown_group_the_path_ends_at_the_group()
    {
        byte[] bytes = new WireBytes().Message(500, new WireBytes().Tag(77, 3).Raw(0x0A, 0x7F)).ToArray();
        Assert.Equal("neuralNetwork", Scan.Refused(bytes).Path);
    }

    [Fact]
    public void Deep_path_is_cut()
    {
        WireBytes model = Broken;
        for (int i = 0; i < 10; i++)
        {
            model = new WireBytes().Message(202, new WireBytes().Message(1, model));
        }
        string path = Scan.Refused(model.ToArray()).Path!;
        Assert.Equal("pipeline.models[0].pipeline.models[0].pipeline.models[0].pipeline.models[0].pipeline.models[0].pipeline.models[0]…", path);
    }
}
