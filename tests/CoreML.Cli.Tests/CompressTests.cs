using System.Text.Json;

namespace CoreML.Cli.Tests;

/// <summary><c>coreml compress</c>.</summary>
public sealed class CompressTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    private Task<Outcome> CompressAsync(string model, params string[] options) =>
        Tool.RunAsync(["compress", model, "-o", _models.At("out.mlpackage"), "--quantize", "int8", .. options]);

    [Fact]
    public async Task Weights_become_int8()
    {
        string text = (await CompressAsync(_models.Program())).Done();
        Assert.Contains("1 of 1 weights compressed: 16384 to 8320 bytes", text, StringComparison.Ordinal);
        JsonElement weight = Assert.Single((await Tool.RunAsync("weights", _models.At("out.mlpackage"), "--json")).Json().EnumerateArray());
        Assert.Equal("constexpr_blockwise_shift_scale", weight.GetProperty("storage").GetString());
        Assert.Equal("float16", weight.GetProperty("type").GetString());
        Assert.Equal(["in.mlpackage", "out.mlpackage"], _models.Names);
    }

    [Fact]
    public async Task Json_has_its_keys()
    {
        JsonElement report = (await CompressAsync(_models.Program(), "--json", "--threads", "1", "--granularity", "per-channel", "--symmetric")).Json();
        Assert.Equal(
            ["bytesBefore", "bytesAfter", "compressed", "seconds", "weights"], report.EnumerateObject().Select(property => property.Name));
        JsonElement weight = Assert.Single(report.GetProperty("weights").EnumerateArray());
        Assert.Equal(
            [
                "name", "path", "shape", "type", "scheme", "reason", "bytesBefore", "bytesAfter", "effectiveBits", "snr", "worstError",
                "seconds",
            ],
            weight.EnumerateObject().Select(property => property.Name));
        Assert.InRange(weight.GetProperty("snr").GetDouble(), 35, 60);
        Assert.Equal(JsonValueKind.Null, weight.GetProperty("reason").ValueKind);
    }

    [Theory]
    [InlineData("--exclude", "w*")]
    [InlineData("--include", "other")]
    [InlineData("--weight-threshold", "8192")]
    public async Task Weight_that_is_not_meant_stays_and_the_report_says_why(params string[] options)
    {
        JsonElement report = (await CompressAsync(_models.Program(), [.. options, "--json"])).Json();
        Assert.Equal(0, report.GetProperty("compressed").GetInt32());
        Assert.NotEqual("", report.GetProperty("weights")[0].GetProperty("reason").GetString());
    }

    [Theory]
    [InlineData("--include", "w")]
    [InlineData("--weight-threshold", "8191")]
    [InlineData("--strict")]
    [InlineData("--durable")]
    public async Task Weight_that_is_meant_is_compressed(params string[] options) => Assert.Equal(
        1, (await CompressAsync(_models.Program(), [.. options, "--json"])).Json().GetProperty("compressed").GetInt32());

    [Fact]
    public async Task Report_is_written_by_its_extension()
    {
        string path = _models.Program();
        string json = (await CompressAsync(path, "--report", _models.At("report.json"), "--json")).Done();
        Assert.Equal(json, File.ReadAllText(_models.At("report.json")));
        (await CompressAsync(path, "--report", _models.At("report.txt"))).Done();
        Assert.StartsWith("weight ", File.ReadAllText(_models.At("report.txt")), StringComparison.Ordinal);
        Assert.Equal(["in.mlpackage", "out.mlpackage", "report.json", "report.txt"], _models.Names);
    }

    [Fact]
    public async Task Report_that_cannot_be_written_is_named()
    {
        Directory.CreateDirectory(_models.At("report.json"));
        Outcome outcome = await CompressAsync(_models.Program(), "--report", _models.At("report.json"));
        outcome.Failed("CML1304");
        Assert.Contains("report.json", outcome.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Model_without_weights_fails_and_writes_nothing()
    {
        Assert.Equal("", (await CompressAsync(_models.Identity())).Failed("CML5001"));
        Assert.Equal(["identity.mlmodel"], _models.Names);
    }

    [Theory]
    [InlineData("linear_quantized", "--quantize", "int8")]
    [InlineData("linear_quantized", "--quantize", "uint4", "--asymmetric", "--granularity", "per-tensor")]
    [InlineData("lookup_table_quantized", "--palettize", "3", "--mode", "uniform")]
    [InlineData("linear_quantized", "--network", "linear:5", "--granularity", "per-tensor")]
    [InlineData("linear_quantized", "--network", "symmetric:3")]
    [InlineData("lookup_table_quantized", "--network", "kmeans:7")]
    [InlineData("lookup_table_quantized", "--network", "table:1")]
    [InlineData("lookup_table_quantized", "--network", "unique")]
    [InlineData("dense", "--float16")]
    public async Task Network_is_compressed_and_decompressed(string storage, params string[] options)
    {
        string output = _models.At("out.mlmodel");
        string source = _models.Network();
        JsonElement report = (await Tool.RunAsync(["compress", source, "-o", output, "--weight-threshold", "0", "--strict", "--json", .. options])).Json();
        Assert.Equal(1, report.GetProperty("compressed").GetInt32());
        JsonElement weight = Assert.Single((await Tool.RunAsync("weights", output, "--json")).Json().EnumerateArray());
        Assert.Equal((storage, storage == "dense" ? "float16" : "float32"), (weight.GetProperty("storage").GetString(), weight.GetProperty("type").GetString()));
        (await Tool.RunAsync("decompress", output, "-o", _models.At("dense.mlmodel"))).Done();
        weight = Assert.Single((await Tool.RunAsync("weights", _models.At("dense.mlmodel"), "--json")).Json().EnumerateArray());
        Assert.Equal(("dense", "float32"), (weight.GetProperty("storage").GetString(), weight.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Pruning_of_a_network_is_told_and_an_error_when_strict()
    {
        string[] arguments = ["compress", _models.Network(), "-o", _models.At("out.mlmodel"), "--prune", "0.5", "--weight-threshold", "0"];
        Assert.Contains("sparse", (await Tool.RunAsync(arguments)).Done(), StringComparison.Ordinal);
        File.Delete(_models.At("out.mlmodel"));
        Outcome strict = await Tool.RunAsync([.. arguments, "--strict"]);
        strict.Failed("CML5004");
        Assert.Contains("neuralNetwork.layers[0].innerProduct.weights", strict.Error, StringComparison.Ordinal);
        Assert.Equal(["network.mlmodel"], _models.Names);
    }

    [Theory]
    [InlineData("linear")]
    [InlineData("linear:9")]
    [InlineData("symmetric:1")]
    [InlineData("kmeans:four")]
    [InlineData("kmeans:4", "--granularity", "per-channel")]
    [InlineData("linear:4", "--granularity", "per-block")]
    [InlineData("linear:4", "--float16")]
    public async Task Scheme_for_networks_that_does_not_exist_is_refused(params string[] options) =>
        (await Tool.RunAsync(["compress", _models.Network(), "-o", _models.At("out.mlmodel"), "--network", .. options])).Refused();

    [Fact]
    public async Task Damaged_weights_fail_and_leave_what_was_there()
    {
        string path = _models.Program();
        _models.Program("out.mlpackage", "old");
        File.Delete(Models.WeightFileOf(path));
        (await CompressAsync(path)).Failed("CML3001");
        Assert.Contains("old", (await Tool.RunAsync("weights", _models.At("out.mlpackage"))).Done(), StringComparison.Ordinal);
        Assert.Equal(["in.mlpackage", "out.mlpackage"], _models.Names);
    }

    [Theory]
    [InlineData("--report", "report.pdf")]
    [InlineData("--threads", "0")]
    [InlineData("--threads", "many")]
    [InlineData("--weight-threshold", "-1")]
    [InlineData("--granularity", "per-galaxy")]
    public async Task Option_with_a_value_that_does_not_exist_is_refused(params string[] options)
    {
        (await CompressAsync(_models.Program(), options)).Refused();
        Assert.Equal(["in.mlpackage"], _models.Names);
    }

    [Theory]
    [InlineData("constexpr_blockwise_shift_scale", "--quantize", "uint4", "--asymmetric", "--granularity", "per-block", "--block-size", "16")]
    [InlineData("constexpr_blockwise_shift_scale", "--quantize", "int4", "--granularity", "per-tensor")]
    [InlineData("constexpr_lut_to_dense", "--palettize", "4")]
    [InlineData("constexpr_lut_to_dense", "--palettize", "3", "--mode", "uniform", "--granularity", "per-grouped-channel", "--group-size", "16")]
    [InlineData("constexpr_lut_to_dense", "--palettize", "2", "--cluster-dim", "2", "--axis", "0", "--granularity", "per-grouped-channel")]
    [InlineData("constexpr_lut_to_dense", "--palettize", "4", "--per-channel-scale")]
    [InlineData("constexpr_lut_to_dense", "--palettize", "6", "--lut-type", "int8")]
    [InlineData("constexpr_sparse_to_dense", "--prune", "0.5")]
    [InlineData("constexpr_sparse_to_dense", "--prune", "2:4")]
    [InlineData("constexpr_sparse_to_dense", "--prune", "0.5", "--block-size", "4")]
    [InlineData("constexpr_sparse_to_dense", "--prune", "0.6", "--quantize", "int8", "--joint")]
    public async Task Every_scheme_compresses_and_decompresses(string storage, params string[] options)
    {
        string source = _models.Program();
        string output = _models.At("out.mlpackage");
        (await Tool.RunAsync(["compress", source, "-o", output, "--report", _models.At("report.html"), .. options])).Done();
        Assert.StartsWith("<!DOCTYPE html>", await File.ReadAllTextAsync(_models.At("report.html")), StringComparison.Ordinal);
        Assert.Equal(storage, await StorageAsync(output));
        Assert.Contains("1 of 1 weights", (await Tool.RunAsync("decompress", output, "-o", _models.At("dense.mlpackage"))).Done(), StringComparison.Ordinal);
        Assert.Equal("dense", await StorageAsync(_models.At("dense.mlpackage")));
    }

    [Fact]
    public async Task Pruned_weight_can_be_quantized_further()
    {
        string pruned = _models.At("pruned.mlpackage");
        (await Tool.RunAsync("compress", _models.Program(), "-o", pruned, "--prune", "0.7")).Done();
        (await Tool.RunAsync("compress", pruned, "-o", _models.At("out.mlpackage"), "--quantize", "int8", "--joint", "--strict")).Done();
        JsonElement weights = (await Tool.RunAsync("weights", _models.At("out.mlpackage"), "--json")).Json();
        // A bit for each of 8,192 elements, a byte for three of ten, and 64 scales of two bytes.
        Assert.InRange(weights[0].GetProperty("bytes").GetInt64(), 1024 + 2300 + 128, 1024 + 2470 + 128);
    }

    [Theory]
    [InlineData("constexpr_lut_to_dense", "--palettize 4", "--quantize int8", "its tables; indices stay")]
    [InlineData("constexpr_lut_to_dense", "--quantize int8", "--palettize 2", "its integers; scales stay")]
    [InlineData("constexpr_sparse_to_dense", "--quantize uint4 --asymmetric", "--prune 2:4", "its integers are those of before")]
    public async Task Two_runs_compress_together_what_one_scheme_leaves_to_the_other(string storage, string first, string second, string note)
    {
        string once = _models.At("once.mlpackage");
        string twice = _models.At("twice.mlpackage");
        (await Tool.RunAsync(["compress", _models.Program(), "-o", once, .. first.Split(' ')])).Done();
        JsonElement without = (await Tool.RunAsync(["compress", once, "-o", twice, "--json", .. second.Split(' ')])).Json();
        Assert.Contains("compressed already", without.GetProperty("weights")[0].GetProperty("reason").GetString(), StringComparison.Ordinal);
        JsonElement report = (await Tool.RunAsync(["compress", once, "-o", twice, "--joint", "--strict", "--json", .. second.Split(' ')])).Json();
        JsonElement weight = report.GetProperty("weights")[0];
        Assert.True(weight.GetProperty("bytesAfter").GetInt64() < weight.GetProperty("bytesBefore").GetInt64());
        Assert.StartsWith(note, weight.GetProperty("reason").GetString(), StringComparison.Ordinal);
        Assert.Equal(storage, await StorageAsync(twice));
        (await Tool.RunAsync("validate", twice)).Done();
    }

    [Fact]
    public async Task Scheme_that_would_undo_the_first_is_an_error_when_strict()
    {
        string once = _models.At("once.mlpackage");
        (await Tool.RunAsync("compress", _models.Program(), "-o", once, "--palettize", "4")).Done();
        Outcome outcome = await Tool.RunAsync("compress", once, "-o", _models.At("twice.mlpackage"), "--palettize", "2", "--joint", "--strict");
        outcome.Failed("CML5004");
        Assert.Contains("palettized already", outcome.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--palettize", "5")]
    [InlineData("--palettize", "4", "--group-size", "8")]
    [InlineData("--palettize", "4", "--granularity", "per-block")]
    [InlineData("--quantize", "int8", "--granularity", "per-grouped-channel")]
    [InlineData("--quantize", "int8", "--symmetric", "--asymmetric")]
    [InlineData("--prune", "1.5")]
    [InlineData("--prune", "3:2")]
    [InlineData("--prune", "some")]
    [InlineData("--quantize", "int8", "--palettize", "4")]
    public async Task Options_that_do_not_go_together_are_refused(params string[] options)
    {
        (await Tool.RunAsync(["compress", _models.Program(), "-o", _models.At("out.mlpackage"), .. options])).Refused();
        Assert.Equal(["in.mlpackage"], _models.Names);
    }

    private static async Task<string?> StorageAsync(string path) =>
        (await Tool.RunAsync("weights", path, "--json")).Json()[0].GetProperty("storage").GetString();

    [Theory]
    [InlineData("--quantize", "int9")]
    [InlineData]
    public async Task Scheme_is_needed(params string[] options)
    {
        (await Tool.RunAsync(["compress", _models.Program(), "-o", _models.At("out.mlpackage"), .. options])).Refused();
        Assert.Equal(["in.mlpackage"], _models.Names);
    }
}
