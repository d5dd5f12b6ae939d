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
        Assert.Equal(dump, (await Tool.RunAsync("dump", path)).Done());
        Assert.Contains("specificationVersion: 9\n", dump, StringComparison.Ordinal);
        Assert.Contains("mlProgram/main/y: linear(x=x, weight=w) -> ", dump, StringComparison.Ordinal);
        Assert.DoesNotContain('\r', dump);
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
