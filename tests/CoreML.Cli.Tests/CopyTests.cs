using System.Text.Json;
using CoreML.Format;

namespace CoreML.Cli.Tests;

/// <summary><c>coreml copy</c> and <c>coreml diff</c>.</summary>
public sealed class CopyTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    [Theory]
    [InlineData]
    [InlineData("--through", "spec")]
    public async Task Specification_keeps_its_bytes(params string[] through)
    {
        string path = _models.Program();
        // No writer would write it so: the version twice.
        byte[] odd = [8, 1, .. File.ReadAllBytes(Models.SpecificationOf(path))];
        File.WriteAllBytes(Models.SpecificationOf(path), odd);
        Assert.Equal("", (await Tool.RunAsync(["copy", path, "-o", _models.At("out.mlpackage"), .. through])).Done());
        Assert.Equal(odd, File.ReadAllBytes(Models.SpecificationOf(_models.At("out.mlpackage"))));
        Assert.Equal(File.ReadAllBytes(Models.WeightFileOf(path)), File.ReadAllBytes(Models.WeightFileOf(_models.At("out.mlpackage"))));
    }

    [Theory]
    [InlineData("out.mlpackage")]
    [InlineData("out.zip")]
    public async Task Program_through_the_graph_is_equal(string name)
    {
        string path = _models.Program("in.mlpackage", "w", "main", "other");
        (await Tool.RunAsync("copy", path, "-o", _models.At(name), "--through", "graph")).Done();
        using CoreMLModel before = CoreMLModel.Open(path);
        using CoreMLModel after = CoreMLModel.Open(_models.At(name));
        Assert.Equal(before.Specification, after.Specification);
        Assert.Equal("", (await Tool.RunAsync("diff", path, _models.At(name))).Done());
    }

    [Fact]
    public async Task Network_goes_through_the_graph_as_it_is()
    {
        string path = _models.Network();
        (await Tool.RunAsync("copy", path, "-o", _models.At("out.mlmodel"), "--through", "graph")).Done();
        Assert.Equal(File.ReadAllBytes(path), File.ReadAllBytes(_models.At("out.mlmodel")));
    }

    [Fact]
    public async Task Model_that_is_there_is_replaced_and_nothing_stays_beside_it()
    {
        string path = _models.Program();
        _models.Program("out.mlpackage", "other");
        File.WriteAllText(_models.At("out.mlpackage", "stale.txt"), "old");
        (await Tool.RunAsync("copy", path, "-o", _models.At("out.mlpackage"))).Done();
        (await Tool.RunAsync("copy", path, "-o", path)).Done();
        Assert.Equal(["in.mlpackage", "out.mlpackage"], _models.Names);
        Assert.False(File.Exists(_models.At("out.mlpackage", "stale.txt")));
        Assert.Empty(JsonSerializer.Deserialize<object[]>((await Tool.RunAsync("diff", path, _models.At("out.mlpackage"), "--json")).Done())!);
    }

    [Fact]
    public async Task Failed_copy_leaves_what_was_there()
    {
        string path = _models.Program();
        Directory.CreateDirectory(_models.At("out.mlpackage"));
        File.WriteAllText(_models.At("out.mlpackage", "thesis.txt"), "years of work");
        (await Tool.RunAsync("copy", path, "-o", _models.At("out.mlpackage"))).Failed("CML1303");
        (await Tool.RunAsync("copy", path, "-o", _models.At("missing", "out.mlpackage"))).Failed("CML1301");
        (await Tool.RunAsync("copy", path, "-o", _models.At("out.mlmodel"))).Failed("CML1302");
        Assert.Equal("years of work", File.ReadAllText(_models.At("out.mlpackage", "thesis.txt")));
        Assert.Equal(["in.mlpackage", "out.mlpackage"], _models.Names);
    }

    [Fact]
    public async Task Way_that_does_not_exist_is_refused()
    {
        (await Tool.RunAsync("copy", _models.Program(), "-o", _models.At("out.mlpackage"), "--through", "air")).Refused();
        (await Tool.RunAsync("copy", _models.Program())).Refused();
        Assert.Equal(["in.mlpackage"], _models.Names);
    }

    [Fact]
    public async Task Differences_are_told_by_path_and_with_exit_code_1()
    {
        string path = _models.Program();
        using (CoreMLModel model = CoreMLModel.Open(path))
        {
            model.Metadata.Author = "Nobody";
            model.Save(_models.At("other.mlpackage"));
        }
        Outcome text = await Tool.RunAsync("diff", path, _models.At("other.mlpackage"));
        Assert.Equal(1, text.ExitCode);
        Assert.Equal("description.metadata.author\n  - \"Somebody\"\n  + \"Nobody\"\n", text.Output);
        Outcome json = await Tool.RunAsync("diff", path, _models.At("other.mlpackage"), "--json");
        Assert.Equal((1, ""), (json.ExitCode, json.Error));
        Assert.Equal(
            """[{"path":"description.metadata.author","left":"\u0022Somebody\u0022","right":"\u0022Nobody\u0022","kind":"changed"}]""",
            JsonSerializer.Serialize(JsonDocument.Parse(json.Output)));
    }
}
