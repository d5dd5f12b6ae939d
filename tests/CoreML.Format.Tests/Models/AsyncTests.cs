using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Format.Tests;

public sealed class AsyncTests : IDisposable
{
    private static readonly CancellationToken Cancelled = new(canceled: true);

    private readonly TemporaryFolder _folder = new();
    private readonly string _package;
    private readonly string _file;
    private readonly string _zip;

    public AsyncTests()
    {
        _package = new SamplePackage().WriteTo(_folder["M.mlpackage"]);
        _file = _folder["m.mlmodel"];
        File.WriteAllBytes(_file, SampleModels.Scaler().ToByteArray());
        _zip = _folder["M.zip"];
        File.WriteAllBytes(_zip, new SamplePackage().ToZip());
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Opens_what_the_synchronous_form_opens()
    {
        foreach (string path in (string[])[_package, _file, _zip])
        {
            using CoreMLModel expected = CoreMLModel.Open(path);
            using CoreMLModel model = await CoreMLModel.OpenAsync(path);
            Assert.Equal(expected.Specification, model.Specification);
            Assert.Equal((expected.Container, expected.Path), (model.Container, model.Path));
        }
    }

    [Fact]
    public async Task Opens_a_stream()
    {
        await using var stream = new UnseekableStream(File.OpenRead(_file));
        using CoreMLModel model = await CoreMLModel.OpenAsync(stream);
        Assert.Equal(Model.TypeOneofCase.Scaler, model.Type);
    }

    [Fact]
    public async Task Throws_what_the_synchronous_form_throws()
    {
        CoreMLException exception = await Assert.ThrowsAsync<CoreMLException>(() => CoreMLModel.OpenAsync(_folder["none"]));
        Assert.Equal("CML1001", exception.Code);
        await Assert.ThrowsAsync<ArgumentException>(() => CoreMLModel.OpenAsync(""));
        await Assert.ThrowsAsync<ArgumentNullException>(() => CoreMLModel.OpenAsync((Stream)null!));
    }

    [Fact]
    public async Task Opening_is_cancelled()
    {
        foreach (string path in (string[])[_package, _file, _zip])
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CoreMLModel.OpenAsync(path, null, Cancelled));
            // Nothing is left open.
            File.Open(Directory.Exists(path) ? Path.Combine(path, "Manifest.json") : path, FileMode.Open, FileAccess.ReadWrite, FileShare.None).Dispose();
        }
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CoreMLModel.OpenAsync(new MemoryStream([1]), null, Cancelled));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => CoreMLModel.TryOpenAsync(_package, null, Cancelled));
    }

    [Fact]
    public async Task Trying_tells_what_is_wrong()
    {
        (CoreMLModel? model, IReadOnlyList<Diagnostic> diagnostics) = await CoreMLModel.TryOpenAsync(_folder["none"]);
        Assert.Null(model);
        Assert.Equal("CML1001", Assert.Single(diagnostics).Code);

        (model, diagnostics) = await CoreMLModel.TryOpenAsync(_file);
        Assert.NotNull(model);
        Assert.Empty(diagnostics);
        model.Dispose();
    }

    [Fact]
    public void Trying_without_waiting_tells_as_well()
    {
        Assert.False(CoreMLModel.TryOpen(_folder["none"], out CoreMLModel? model, out IReadOnlyList<Diagnostic> diagnostics));
        Assert.Null(model);
        Assert.Equal("CML1001", Assert.Single(diagnostics).Code);

        Assert.True(CoreMLModel.TryOpen(_file, out model, out diagnostics));
        Assert.Empty(diagnostics);
        model.Dispose();
        Assert.Throws<ArgumentException>(() => CoreMLModel.TryOpen("", out _, out _));
    }

    [Fact]
    public async Task Saves()
    {
        using CoreMLModel model = CoreMLModel.Open(_package);
        await model.SaveAsync(_folder["copy.mlpackage"]);
        Assert.Equal(SamplePackage.ReadFolder(_package), SamplePackage.ReadFolder(_folder["copy.mlpackage"]));
    }

    [Fact]
    public async Task Saving_is_cancelled_before_it_starts()
    {
        using CoreMLModel model = CoreMLModel.Open(_package);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.SaveAsync(_folder["copy.mlpackage"], null, Cancelled));
        Assert.Equal(["M.mlpackage", "M.zip", "m.mlmodel"], _folder.Names);
    }

    [Theory]
    [InlineData("M.mlpackage")]
    [InlineData("M.zip")]
    [InlineData("new.mlpackage")]
    public async Task Saving_is_cancelled_in_the_middle(string name)
    {
        using var cancellation = new CancellationTokenSource();
        using CoreMLModel model = CoreMLModel.Open(_package);
        // The content of the weights cancels when it is read.
        model.ReplaceWeightFile(SamplePackage.WeightsReference, new TrapSource(cancellation.Cancel));
        var before = SamplePackage.ReadFolder(_folder.Path);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => model.SaveAsync(_folder[name], null, cancellation.Token));
        Assert.Equal(before, SamplePackage.ReadFolder(_folder.Path));
    }
}
