using System.Text;
using System.Text.Json;

namespace CoreML.Cli.Tests;

/// <summary><c>coreml weights</c> and <c>coreml extract</c>.</summary>
public sealed class WeightsTests : IDisposable
{
    private readonly Models _models = new();

    public void Dispose() => _models.Dispose();

    // The type and values of a NumPy file.
    private static (string Type, string Shape, byte[] Data) ReadNumpy(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        Assert.Equal("\u0093NUMPY\u0001\0", Encoding.Latin1.GetString(file, 0, 8));
        int length = BitConverter.ToUInt16(file, 8);
        string[] header = Encoding.ASCII.GetString(file, 10, length).Split('\'');
        string shape = header[8][(header[8].IndexOf('(') + 1)..header[8].IndexOf(')')];
        return (header[3], shape, file[(10 + length)..]);
    }

    [Fact]
    public async Task Json_has_its_keys()
    {
        JsonElement weights = (await Tool.RunAsync("weights", _models.Program(), "--json")).Json();
        JsonElement weight = Assert.Single(weights.EnumerateArray());
        Assert.Equal(
            """{"name":"w","function":"main","shape":[64,128],"type":"float16","storage":"dense","bytes":16384}""",
            JsonSerializer.Serialize(weight));
    }

    [Fact]
    public async Task Weights_of_a_network_have_no_function()
    {
        JsonElement weights = (await Tool.RunAsync("weights", _models.Network(), "--json")).Json();
        Assert.Equal(
            """[{"name":"fc.weights","function":null,"shape":[3,2],"type":"float32","storage":"dense","bytes":24}]""",
            JsonSerializer.Serialize(weights));
    }

    [Fact]
    public async Task Weight_that_cannot_be_resolved_fails_and_the_others_are_listed()
    {
        string path = _models.Program("two.mlpackage", "w", "one", "two");
        byte[] file = File.ReadAllBytes(Models.WeightFileOf(path));
        file[64] ^= 1;
        File.WriteAllBytes(Models.WeightFileOf(path), file);
        Outcome outcome = await Tool.RunAsync("weights", path, "--json");
        JsonElement listed = JsonDocument.Parse(outcome.Failed("CML3003")).RootElement;
        Assert.Equal("two", Assert.Single(listed.EnumerateArray()).GetProperty("function").GetString());
    }

    [Fact]
    public async Task One_weight_is_extracted_to_a_file()
    {
        Assert.Equal("", (await Tool.RunAsync("extract", _models.Program(), "w", "-o", _models.At("w.npy"))).Done());
        (string type, string shape, byte[] data) = ReadNumpy(_models.At("w.npy"));
        Assert.Equal(("<f2", "64, 128,"), (type, shape));
        Assert.Equal(File.ReadAllBytes(Models.WeightFileOf(_models.At("in.mlpackage")))[128..], data);
        Assert.Equal(["in.mlpackage", "w.npy"], _models.Names);
    }

    [Fact]
    public async Task Names_of_files_are_escaped()
    {
        string path = _models.Program(weight: "encoder/layer:0 é.weight@1-a_b");
        (await Tool.RunAsync("extract", path, "--all", _models.At("all"))).Done();
        Assert.Equal(
            ["encoder%2Flayer%3A0%20%C3%A9.weight@1-a_b.npy"], Directory.GetFiles(_models.At("all")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task Several_functions_have_folders()
    {
        string path = _models.Program("two.mlpackage", "w", "main", "de/code");
        Assert.Equal("main/block[0]/w     main/w.npy\nde/code/block[0]/w  de%2Fcode/w.npy\n", (await Tool.RunAsync("extract", path, "--all", _models.At("all"))).Done());
        Assert.Equal(
            """[{"name":"w","function":"main","path":"main/block[0]/w","file":"main/w.npy"},{"name":"w","function":"de/code","path":"de/code/block[0]/w","file":"de%2Fcode/w.npy"}]""",
            JsonSerializer.Serialize((await Tool.RunAsync("extract", path, "--all", _models.At("all"), "--json")).Json()));
        Assert.Equal(
            ["de%2Fcode/w.npy", "main/w.npy"],
            Directory.GetFiles(_models.At("all"), "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(_models.At("all"), file).Replace('\\', '/')).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Weights_of_all_stages_are_extracted()
    {
        string path = _models.Pipeline(_models.Network("one.mlmodel", 1), _models.Network("two.mlmodel", 7));
        Assert.Equal(
            "pipeline.models[0].innerProduct.weights  0/fc.weights.npy\npipeline.models[1].innerProduct.weights  1/fc.weights.npy\n",
            (await Tool.RunAsync("extract", path, "--all", _models.At("all"))).Done().Replace(".neuralNetwork.layers[0]", "", StringComparison.Ordinal));
        Assert.Equal(1, BitConverter.ToSingle(ReadNumpy(_models.At("all", "0", "fc.weights.npy")).Data));
        Assert.Equal(7, BitConverter.ToSingle(ReadNumpy(_models.At("all", "1", "fc.weights.npy")).Data));
    }

    [Fact]
    public async Task Name_of_several_weights_is_the_first_and_a_path_is_any()
    {
        string path = _models.Program("two.mlpackage", "w", "one", "two");
        Outcome outcome = await Tool.RunAsync("extract", path, "w", "-o", _models.At("w.npy"));
        Assert.Equal((0, "This is one/block[0]/w; other weights have the same name: two/block[0]/w."), (outcome.ExitCode, outcome.Error.TrimEnd()));
        (await Tool.RunAsync("extract", path, "two/block[0]/w", "-o", _models.At("w.npy"))).Done();
    }

    [Fact]
    public async Task Types_that_NumPy_lacks_are_widened()
    {
        (await Tool.RunAsync("extract", _models.OddTypes(), "--all", _models.At("all"))).Done();
        (string type, string shape, byte[] data) = ReadNumpy(_models.At("all", "brain.npy"));
        Assert.Equal(("<f4", "16,"), (type, shape));
        Assert.Equal(Enumerable.Repeat(new byte[] { 0, 0, 0x3F, 0x3F }, 16).SelectMany(value => value), data);
        (type, _, data) = ReadNumpy(_models.At("all", "four.npy"));
        Assert.Equal("|i1", type);
        Assert.Equal([0xF9, 7], data[..2]);
        (type, _, data) = ReadNumpy(_models.At("all", "bit.npy"));
        Assert.Equal("|u1", type);
        Assert.Equal([1, .. new byte[14], 1], data);
    }

    [Fact]
    public async Task Damaged_weight_fails_and_the_others_are_extracted()
    {
        string path = _models.Program("two.mlpackage", "w", "one", "two");
        byte[] file = File.ReadAllBytes(Models.WeightFileOf(path));
        file[64] ^= 1;
        File.WriteAllBytes(Models.WeightFileOf(path), file);
        (await Tool.RunAsync("extract", path, "--all", _models.At("all"))).Failed("CML3003");
        Assert.Equal(["two"], Directory.GetFileSystemEntries(_models.At("all")).Select(Path.GetFileName));
    }

    [Fact]
    public async Task File_that_cannot_be_written_is_named()
    {
        string path = _models.Program();
        Outcome outcome = await Tool.RunAsync("extract", path, "w", "-o", path);
        outcome.Failed("CML1304");
        Assert.Contains(path, outcome.Error, StringComparison.Ordinal);
        File.WriteAllText(_models.At("file"), "text");
        (await Tool.RunAsync("extract", _models.Program("two.mlpackage", "w", "a", "b"), "--all", _models.At("file"))).Failed("CML1304");
        Assert.Equal("text", File.ReadAllText(_models.At("file")));
        Assert.Equal(["file", "in.mlpackage", "two.mlpackage"], _models.Names);
    }

    [Theory]
    [InlineData]
    [InlineData("w")]
    [InlineData("-o", "FILE")]
    [InlineData("w", "-o", "FILE", "--all", "DIR")]
    [InlineData("w", "--all", "DIR")]
    [InlineData("nothing", "-o", "FILE")]
    public async Task Extract_wants_a_name_and_a_file_or_a_folder(params string[] rest)
    {
        string[] arguments = [.. rest.Select(argument => argument is "FILE" or "DIR" ? _models.At(argument) : argument)];
        (await Tool.RunAsync(["extract", _models.Program(), .. arguments])).Refused();
        Assert.Equal(["in.mlpackage"], _models.Names);
    }
}
