using CoreML.Specification;

namespace CoreML.Format.Tests;

public sealed class CreateTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Program_becomes_a_package_with_a_folder_for_weights()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
        Assert.Equal((ModelContainer.Package, null), (model.Container, model.Path));
        model.Save(_folder["M"]);
        Assert.Equal(
            ["Data/", "Data/com.apple.CoreML/", SamplePackage.ModelPath, "Data/com.apple.CoreML/weights/", "Manifest.json"],
            SamplePackage.ReadFolder(_folder["M"]).Keys);
    }

    [Fact]
    public void Other_models_become_a_file()
    {
        using CoreMLModel model = CoreMLModel.Create(SampleModels.Scaler());
        model.Save(_folder["M"]);
        Assert.True(File.Exists(_folder["M"]));
        model.Save(_folder["M.mlpackage"]);
        Assert.Equal(["Data/", "Data/com.apple.CoreML/", SamplePackage.ModelPath, "Manifest.json"], SamplePackage.ReadFolder(_folder["M.mlpackage"]).Keys);
    }

    [Fact]
    public void Specification_is_kept_and_not_copied()
    {
        Model specification = SampleModels.Scaler();
        using CoreMLModel model = CoreMLModel.Create(specification);
        Assert.Same(specification, model.Specification);
        specification.SpecificationVersion = 5;
        Assert.Equal(5, model.SpecificationVersion);
        Assert.Throws<ArgumentNullException>(() => CoreMLModel.Create(null!));
    }

    [Fact]
    public void Same_specification_gives_the_same_bytes()
    {
        foreach (string name in (string[])["a", "b"])
        {
            using CoreMLModel model = CoreMLModel.Create(SampleModels.Program());
            model.Save(_folder[name]);
        }
        Assert.Equal(SamplePackage.ReadFolder(_folder["a"]), SamplePackage.ReadFolder(_folder["b"]));
    }

    [Fact]
    public void Metadata_is_that_of_the_specification()
    {
        var specification = new Model { Identity = new Identity() };
        using CoreMLModel model = CoreMLModel.Create(specification);
        Assert.Equal(("", "", "", ""), (model.Metadata.Author, model.Metadata.License, model.Metadata.ShortDescription, model.Metadata.VersionString));
        Assert.Null(specification.Description);

        model.Metadata.Author = "a";
        model.Metadata.License = "l";
        model.Metadata.ShortDescription = "d";
        model.Metadata.VersionString = "v";
        model.Metadata.UserDefined["k"] = "u";
        Metadata expected = new() { Author = "a", License = "l", ShortDescription = "d", VersionString = "v", UserDefined = { ["k"] = "u" } };
        Assert.Equal(expected, specification.Description!.Metadata);
        Assert.Equal(("a", "l", "d", "v"), (model.Metadata.Author, model.Metadata.License, model.Metadata.ShortDescription, model.Metadata.VersionString));
    }
}
