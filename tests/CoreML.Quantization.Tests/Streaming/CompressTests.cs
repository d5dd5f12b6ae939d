using CoreML.Format;
using CoreML.Mil;
using CoreML.Tests;

namespace CoreML.Quantization.Tests;

/// <summary>Compression into a model that owns a temporary file.</summary>
public sealed class CompressTests : IDisposable
{
    private readonly WeightFixture _fixture = new();
    private readonly CoreMLModel _model;

    public CompressTests() => _model = CoreMLModel.Open(
        _fixture.Save("CoreML8", "linear", "weight", [64, 128], WeightFixture.Random(8192, seed: 21), half: true));

    public void Dispose()
    {
        _model.Dispose();
        _fixture.Dispose();
    }

    // As the library does it, and tells where the files are.
    private (CoreMLModel Result, string Folder) Compress()
    {
        string? folder = null;
        CoreMLModel result = _model.OpenTemporary(path =>
        {
            folder = Path.GetDirectoryName(path);
            _model.CompressTo(path);
        });
        return (result, folder!);
    }

    [Fact]
    public void Result_is_what_CompressTo_writes()
    {
        CompressionReport expected = _model.CompressTo(_fixture.At("to.mlpackage"));
        using CoreMLModel result = _model.Compress(out CompressionReport report);
        Assert.Null(result.Path);
        Assert.Equal(ModelContainer.Package, result.Container);
        Assert.Equal(expected.Weights.Select(weight => weight with { Shape = [], Elapsed = default }), report.Weights.Select(weight => weight with { Shape = [], Elapsed = default }));
        result.Save(_fixture.At("saved.mlpackage"));
        using CoreMLModel to = CoreMLModel.Open(_fixture.At("to.mlpackage"));
        using CoreMLModel saved = CoreMLModel.Open(_fixture.At("saved.mlpackage"));
        Assert.Equal(to.PackageFiles, saved.PackageFiles);
        Assert.Empty(ModelDiff.Compare(to, saved));
        Assert.Equal("dense", Assert.Single(_model.ReadWeights()).Storage);
    }

    [Fact]
    public void Temporary_files_go_with_the_model_and_not_with_what_was_saved()
    {
        (CoreMLModel result, string folder) = Compress();
        byte[] weight;
        using (result)
        {
            Assert.True(Directory.Exists(folder));
            weight = Assert.Single(result.ReadWeights()).Decode().ToArray();
            result.Metadata.Author = "Somebody";
            result.Save(_fixture.At("saved.mlpackage"));
            result.Save(_fixture.At("saved.zip"));
        }
        Assert.False(Directory.Exists(folder));
        foreach (string name in (string[])["saved.mlpackage", "saved.zip"])
        {
            using CoreMLModel saved = CoreMLModel.Open(_fixture.At(name));
            Assert.Equal("Somebody", saved.Metadata.Author);
            Assert.Equal(weight, Assert.Single(saved.ReadWeights()).Decode().ToArray());
        }
    }

    [Fact]
    public void Weights_that_somebody_holds_keep_the_files()
    {
        (CoreMLModel result, string folder) = Compress();
        TensorConstant data = result.ReadProgram().Functions["main"].Body.Operations
            .SelectMany(operation => operation.Inputs).Select(input => input.Argument.Immediate).OfType<TensorConstant>()
            .First(constant => constant.ElementType == ElementType.Int8);
        WeightBlob blob = data.GetBlob()!;
        byte[] before = new byte[blob.SizeInBytes];
        blob.Read(before);
        IDisposable hold = blob.File.AddReference();
        result.Dispose();
        Assert.True(Directory.Exists(folder));
        byte[] after = new byte[blob.SizeInBytes];
        blob.Read(after);
        Assert.Equal(before, after);
        hold.Dispose();
        Assert.False(Directory.Exists(folder));
        Assert.Throws<ObjectDisposedException>(() => blob.Read(after));
    }

    [Fact]
    public void Result_can_be_edited_compressed_again_and_saved_over_the_original()
    {
        using CoreMLModel result = _model.Compress(new CompressionOptions { WeightThreshold = 1 << 20 });
        using CoreMLModel second = result.Compress(out CompressionReport report);
        Assert.Equal(1, report.CompressedCount);
        MilProgram program = second.ReadProgram();
        program.Functions["main"].FindValue("y")!.Rename("z");
        second.WriteProgram(program);
        _model.Dispose();
        second.Save(_fixture.At("in.mlpackage"));
        using CoreMLModel saved = CoreMLModel.Open(_fixture.At("in.mlpackage"));
        Assert.NotNull(saved.ReadProgram().Functions["main"].FindValue("z"));
        Assert.Equal("constexpr_blockwise_shift_scale", Assert.Single(saved.ReadWeights()).Storage);
    }

    [Fact]
    public void Failure_and_cancellation_leave_no_temporary_files()
    {
        var folders = new List<string>();
        Assert.ThrowsAny<OperationCanceledException>(() => _model.OpenTemporary(path =>
        {
            folders.Add(Path.GetDirectoryName(path)!);
            Assert.True(Directory.Exists(folders[0]));
            _model.CompressTo(path, cancellationToken: new CancellationToken(canceled: true));
        }));
        Assert.False(Directory.Exists(Assert.Single(folders)));
        Assert.ThrowsAny<OperationCanceledException>(() => _model.Compress(cancellationToken: new CancellationToken(canceled: true)));
        using CoreMLModel other = CoreMLModel.Create(new Specification.Model { Identity = new Specification.Identity() });
        Assert.Equal("CML5001", Assert.Throws<CoreMLException>(() => other.Compress()).Code);
    }

    [Fact]
    public void Report_is_saved_by_its_extension()
    {
        CompressionReport report = _model.CompressTo(_fixture.At("out.mlpackage"));
        report.Save(_fixture.At("report.json"));
        report.Save(_fixture.At("reports/report.txt"));
        Assert.Equal(report.ToJson() + "\n", File.ReadAllText(_fixture.At("report.json")));
        Assert.Equal(report + "\n", File.ReadAllText(_fixture.At("reports/report.txt")));
        Assert.Equal("CML1304", Assert.Throws<CoreMLException>(() => report.Save(_fixture.At("out.mlpackage"))).Code);
    }
}
