using System.Text.Json;

namespace CoreML.Cli.Tests;

/// <summary><c>coreml info</c> and <c>coreml dump</c>.</summary>
public sealed class InfoTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    [Fact]
    public async Task Json_has_its_keys()
    {
        JsonElement info = (await Tool.RunAsync("info", _models.Program(), "--json")).Json();
        Assert.Equal(
            [
                "type", "container", "specificationVersion", "targets", "bytes", "inputs", "outputs", "states", "trainingInputs",
                "functions", "metadata", "counts",
            ],
            info.EnumerateObject().Select(property => property.Name));
        Assert.Equal("mlProgram", info.GetProperty("type").GetString());
        Assert.Equal("Package", info.GetProperty("container").GetString());
        Assert.Equal(9, info.GetProperty("specificationVersion").GetInt32());
        Assert.Contains("iOS 18", info.GetProperty("targets").GetString(), StringComparison.Ordinal);
        Assert.True(info.GetProperty("bytes").GetInt64() > 2 * Models.Rows * Models.Columns);
        JsonElement input = Assert.Single(info.GetProperty("inputs").EnumerateArray());
        Assert.Equal("x", input.GetProperty("name").GetString());
        Assert.Equal("multiArray FLOAT16 [1, 128]", input.GetProperty("type").GetString());
        Assert.Equal("Somebody", info.GetProperty("metadata").GetProperty("author").GetString());
        Assert.Equal("value", info.GetProperty("metadata").GetProperty("key").GetString());
        Assert.Equal(1, info.GetProperty("counts").GetProperty("linear").GetInt32());
    }

    [Fact]
    public async Task Text_has_a_line_for_each_thing()
    {
        string text = (await Tool.RunAsync("info", _models.Network())).Done();
        Assert.Contains("type:          neuralNetwork\n", text, StringComparison.Ordinal);
        Assert.Contains("container:     File\n", text, StringComparison.Ordinal);
        Assert.Contains("output:        y: multiArray FLOAT16 [1, 64]\n", text, StringComparison.Ordinal);
        Assert.Contains("count:         1 innerProduct\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dump_is_the_same_every_time_and_shows_operations()
    {
        string path = _models.Program();
        string dump = (await Tool.RunAsync("dump", path)).Done();
        Assert.Equal("", (await Tool.RunAsync("dump", path, "-o", _models.At("dump.txt"))).Done());
        Assert.Equal(dump, File.ReadAllText(_models.At("dump.txt")));
        Assert.Contains("specificationVersion: 9\n", dump, StringComparison.Ordinal);
        Assert.Contains("mlProgram/main/y: linear(x=x, weight=w) -> ", dump, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', dump);
    }

    [Fact]
    public async Task Texts_that_Xcode_keeps_beside_the_model_are_shown_and_kept()
    {
        string path = _models.Program();
        Models.AddOverlays(path);
        string text = (await Tool.RunAsync("info", path)).Done();
        Assert.Contains("input:         x: multiArray FLOAT16 [1, 128] - 128 numbers\n", text, StringComparison.Ordinal);
        Assert.Contains("author:        Xcode\n", text, StringComparison.Ordinal);
        JsonElement json = (await Tool.RunAsync("info", path, "--json")).Json();
        Assert.Equal("Xcode", json.GetProperty("metadata").GetProperty("author").GetString());
        Assert.Equal("128 numbers", json.GetProperty("inputs")[0].GetProperty("description").GetString());

        string dump = (await Tool.RunAsync("dump", path)).Done();
        Assert.Contains("description.metadata.author: \"Somebody\"\n", dump, StringComparison.Ordinal);
        Assert.Contains("Metadata.json.MLModelAuthorKey: \"Xcode\"\n", dump, StringComparison.Ordinal);
        Assert.Contains("FeatureDescriptions.json.Inputs.x.MLFeatureShortDescription: \"128 numbers\"\n", dump, StringComparison.Ordinal);

        (await Tool.RunAsync("copy", path, "-o", _models.At("copy.zip"), "--through", "graph")).Done();
        Assert.Equal(dump, (await Tool.RunAsync("dump", _models.At("copy.zip"))).Done());
    }

    [Theory]
    [InlineData("info")]
    [InlineData("dump")]
    [InlineData("weights")]
    public async Task Program_without_a_graph_is_one_diagnostic(string verb)
    {
        string path = _models.Network("broken.mlmodel");
        Specification.Model model = new() { SpecificationVersion = 9, MlProgram = new() };
        model.MlProgram.Functions["main"] = new() { Opset = "CoreML8" };
        model.MlProgram.Functions["main"].BlockSpecializations["CoreML8"] = new() { Outputs = { "nothing" } };
        File.WriteAllBytes(path, Google.Protobuf.MessageExtensions.ToByteArray(model));
        Assert.Equal("", (await Tool.RunAsync(verb, path)).Failed("CML4001"));
    }
}
