using CoreML.Specification;

namespace CoreML.Format.Tests;

public class VersionEditTests
{
    [Theory]
    [InlineData("iOS17", 8)]
    [InlineData("ios 11.2", 2)]
    [InlineData("macOS10.15", 4)]
    [InlineData("watchOS11", 9)]
    [InlineData("tvOS26", 10)]
    public void Targets_are_read(string target, int version)
    {
        Assert.True(DeploymentTargets.TryParse(target, out int found));
        Assert.Equal(version, found);
    }

    [Theory]
    [InlineData("")]
    [InlineData("iOS")]
    [InlineData("iOS19")]
    [InlineData("17")]
    [InlineData("Android17")]
    public void Others_are_not(string target) => Assert.False(DeploymentTargets.TryParse(target, out _));

    [Fact]
    public void A_version_below_what_is_used_is_refused_with_each_reason()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
        Model before = model.Specification.Clone();
        CoreMLException exception = Assert.Throws<CoreMLException>(() => model.SetSpecificationVersion(5));
        Assert.All(exception.Diagnostics, diagnostic => Assert.Equal("CML6004", diagnostic.Code));
        Assert.Equal(2, exception.Diagnostics.Count);
        Assert.Contains("CoreML6", exception.Diagnostics[0].Found, StringComparison.Ordinal);
        Assert.Equal(before, model.Specification);
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SetSpecificationVersion(0));
        Assert.Throws<ArgumentOutOfRangeException>(() => model.SetSpecificationVersion(11));
    }

    [Fact]
    public void Stages_are_lowered_with_their_pipeline()
    {
        Model stage = SampleModels.Scaler();
        stage.SpecificationVersion = 9;
        using CoreMLModel model = CoreMLModel.Create(new Model { SpecificationVersion = 9, Pipeline = new Pipeline { Models = { stage } } });
        model.SetSpecificationVersion(3);
        Assert.Equal((3, 3), (model.SpecificationVersion, stage.SpecificationVersion));
        model.SetSpecificationVersion(5);
        Assert.Equal((5, 3), (model.SpecificationVersion, stage.SpecificationVersion));
    }
}
