using Google.Protobuf;

namespace CoreML.Format.Tests;

/// <summary>Saves of which somebody else writes some of the files.</summary>
public sealed class SaveSessionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly CoreMLModel _model;

    public SaveSessionTests()
    {
        var package = new SamplePackage();
        package.Files["Data/other.bin"] = [7];
        _model = CoreMLModel.Open(package.WriteTo(_folder["M.mlpackage"]));
    }

    public void Dispose()
    {
        _model.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("M.mlpackage")]
    [InlineData("new.mlpackage")]
    [InlineData("new.zip")]
    public void Written_files_stand_in_for_those_of_the_model(string name)
    {
        byte[] specification = SampleModels.Scaler().ToByteArray();
        using (SaveSession session = _model.BeginSave(_folder[name], null, CancellationToken.None))
        {
            File.WriteAllBytes(session.CreateFile(SamplePackage.WeightsPath), SamplePackage.Weights(5, 6, 7, 8));
            File.WriteAllBytes(session.CreateFile("Data/new folder/new.bin"), [1]);
            // The old weights can be read while the new ones are written.
            Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(_model));
            session.Commit(specification);
        }

        using CoreMLModel saved = CoreMLModel.Open(_folder[name]);
        Assert.Equal(SampleModels.Scaler(), saved.Specification);
        Assert.Equal([5, 6, 7, 8], SamplePackage.ReadWeights(saved));
        Assert.Equal([SamplePackage.WeightsPath, "Data/new folder/new.bin", "Data/other.bin"], saved.PackageFiles);
        Assert.Equal(((string[])["M.mlpackage", name]).Distinct().Order(StringComparer.Ordinal), _folder.Names);
    }

    [Theory]
    [InlineData("M.mlpackage")]
    [InlineData("new.zip")]
    public void Without_commit_nothing_has_happened(string name)
    {
        var before = SamplePackage.ReadFolder(_folder.Path);
        using (SaveSession session = _model.BeginSave(_folder[name], null, CancellationToken.None))
        {
            File.WriteAllBytes(session.CreateFile(SamplePackage.WeightsPath), [1]);
        }
        Assert.Equal(before, SamplePackage.ReadFolder(_folder.Path));
        Assert.Equal([1, 2, 3, 4], SamplePackage.ReadWeights(_model));
    }

    [Fact]
    public void Refusals_of_the_file_system_become_a_diagnostic_but_nothing_else_does()
    {
        using SaveSession session = _model.BeginSave(_folder["new.mlpackage"], null, CancellationToken.None);
        Assert.Equal("CML1301", Assert.Throws<CoreMLException>(() => session.Guard(() => throw new IOException())).Code);
        Assert.Equal("CML1301", Assert.Throws<CoreMLException>(() => session.Guard(() => throw new UnauthorizedAccessException())).Code);
        Assert.Throws<InvalidOperationException>(() => session.Guard(() => throw new InvalidOperationException()));
    }
}
