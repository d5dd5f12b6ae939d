using System.Text;
using CoreML.Format;

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
    public void Names_become_names_of_files(string name, string expected) => Assert.Equal(expected, NumpyFile.Escape(name));
}
