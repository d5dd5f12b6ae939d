using System.Text;
using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Mil.Tests;

public sealed class NumpyFileTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("coreml-tests-");

    public void Dispose() => _folder.Delete(recursive: true);

    private string At(string name) => Path.Combine(_folder.FullName, name);

    private static ProgramWeight Weight(TensorConstant constant)
    {
        var program = new MilProgram();
        MilFunction main = program.AddFunction("main", "CoreML8");
        main.Body.SetOutputs(main.Body.AppendConst("w", constant));
        return Assert.Single(ProgramWeight.Enumerate(program));
    }

    [Fact]
    public void File_has_header_and_values()
    {
        NumpyFile.Write(At("new/folder/w.npy"), Weight(TensorConstant.Create<float>([2, 1], 1, -2)));
        byte[] file = File.ReadAllBytes(At("new/folder/w.npy"));
        Assert.Equal([0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y', 1, 0], file[..8]);
        int length = file[8] | file[9] << 8;
        Assert.Equal(0, (10 + length) % 64);
        Assert.Equal(
            "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1,), }", Encoding.ASCII.GetString(file, 10, length).TrimEnd());
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 192], file[(10 + length)..]);
        Assert.Equal(["w.npy"], Directory.GetFileSystemEntries(At("new/folder")).Select(Path.GetFileName));
    }

    [Fact]
    public void Path_that_cannot_be_written_is_named()
    {
        File.WriteAllText(At("file"), "text");
        string path = At("file/w.npy");
        CoreMLException exception = Assert.Throws<CoreMLException>(() => NumpyFile.Write(path, Weight(TensorConstant.Vector<float>(1))));
        Assert.Equal(("CML1304", path), (exception.Code, exception.Diagnostics[0].File));
        Assert.Equal("text", File.ReadAllText(At("file")));
    }

    [Fact]
    public void Stopped_work_leaves_what_was_there()
    {
        File.WriteAllText(At("w.npy"), "old");
        Assert.ThrowsAny<OperationCanceledException>(
            () => NumpyFile.Write(At("w.npy"), Weight(TensorConstant.Vector<float>(1)), new CancellationToken(canceled: true)));
        Assert.Equal("old", File.ReadAllText(At("w.npy")));
        Assert.Equal(["w.npy"], Directory.GetFileSystemEntries(_folder.FullName).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("conv1.weight_0@x-y", "conv1.weight_0@x-y")]
    [InlineData("a/b c", "a%2Fb%20c")]
    [InlineData("größe", "gr%C3%B6%C3%9Fe")]
    [InlineData("con", "%63on")]
    [InlineData("Lpt1.weight", "%4Cpt1.weight")]
    [InlineData("console", "console")]
    [InlineData("com", "com")]
    [InlineData("..", ".%2E")]
    [InlineData("w.", "w%2E")]
    [InlineData("w~2", "w%7E2")]
    [InlineData("", "%")]
    public void Names_become_names_of_files(string name, string expected) => Assert.Equal(expected, NumpyFile.Escape(name));

    [Fact]
    public void Long_names_are_cut_and_stay_different()
    {
        string[] names = [NumpyFile.Escape(new string('x', 300)), NumpyFile.Escape(new string('x', 301)), NumpyFile.Escape(new string('x', 160))];
        Assert.All(names, name => Assert.Equal(160, name.Length));
        Assert.Equal(3, names.Distinct().Count());
        Assert.StartsWith(new string('x', 143) + "~", names[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Names_that_differ_by_case_get_numbers()
    {
        Model model = Program("main", "w", "W", "w~2");
        Assert.Equal(["w.npy", "W~2.npy", "w%7E2.npy"], Files(model));
    }

    [Fact]
    public void Functions_have_folders()
    {
        Model model = Program("main", "w");
        model.MlProgram.Functions.Add("Main", Program("Main", "w").MlProgram.Functions["Main"]);
        Assert.Equal(["Main/w~2.npy", "main/w.npy"], Files(model).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Stages_have_folders_by_their_position()
    {
        Model inner = new() { PipelineClassifier = new() { Pipeline = new() { Models = { Program("main", "w"), Network("w") } } } };
        Model model = new() { Pipeline = new() { Models = { Network("w"), new Model { Identity = new() }, inner } } };
        Assert.Equal(["0/w.weights.npy", "2.0/w.npy", "2.1/w.weights.npy"], Files(model));
        model.Pipeline.Models.RemoveAt(2);
        Assert.Equal(["w.weights.npy"], Files(model));
    }

    private static string[] Files(Model specification)
    {
        using CoreMLModel model = CoreMLModel.Create(specification);
        return [.. NumpyFile.NameWeights(model).Select(entry => entry.Key)];
    }

    private static Model Program(string function, params string[] weights)
    {
        var program = new MilProgram();
        MilFunction main = program.AddFunction(function, "CoreML8");
        main.Body.SetOutputs([.. weights.Select(weight => main.Body.AppendConst(weight, TensorConstant.Vector(1f, 2f)))]);
        return new Model { MlProgram = MilProgramWriter.Write(program) };
    }

    private static Model Network(string layer) => new()
    {
        NeuralNetwork = new()
        {
            Layers = { new NeuralNetworkLayer { Name = layer, InnerProduct = new() { InputChannels = 1, OutputChannels = 1, Weights = new() { FloatValue = { 1 } } } } },
        },
    };
}
