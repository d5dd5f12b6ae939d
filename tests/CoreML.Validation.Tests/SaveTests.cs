using CoreML.Format;
using CoreML.Specification;

namespace CoreML.Validation.Tests;

/// <summary>Validation while saving.</summary>
public class SaveTests
{
    private static readonly SaveOptions Validated = new() { Validate = ModelValidator.Default };

    [Fact]
    public void Sound_models_and_models_with_warnings_are_saved()
    {
        Model specification = Make.Identity(1, Make.Double("x"));
        specification.Description.Output[0].Name = "y";
        using CoreMLModel model = CoreMLModel.Create(specification);
        using var stream = new MemoryStream();
        model.Save(stream, Validated);
        Assert.True(stream.Length > 0);
    }

    [Fact]
    public void Models_with_errors_are_not_saved_if_validation_is_asked_for()
    {
        string folder = Directory.CreateTempSubdirectory("coreml-tests-").FullName;
        try
        {
            Model specification = Make.Identity(1, Make.Double("x"));
            specification.Description.Output.Clear();
            using CoreMLModel model = CoreMLModel.Create(specification);
            string path = Path.Combine(folder, "model.mlmodel");
            Assert.Equal("CML8004", Assert.Throws<CoreMLException>(() => model.Save(path, Validated)).Code);
            using var stream = new MemoryStream();
            Assert.Equal("CML8004", Assert.Throws<CoreMLException>(() => model.Save(stream, Validated)).Code);
            Assert.Empty(Directory.EnumerateFileSystemEntries(folder));
            Assert.Equal(0, stream.Length);

            model.Save(path);
            Assert.True(File.Exists(path));
            var lenient = new ModelValidator(new ValidationOptions().With("CML8004", DiagnosticSeverity.Warning));
            model.Save(stream, new SaveOptions { Validate = lenient });
            Assert.True(stream.Length > 0);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
