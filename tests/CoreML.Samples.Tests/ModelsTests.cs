using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;
using CoreML.Validation;
using Models;

namespace CoreML.Samples.Tests;

/// <summary>The models of the sample are saved, opened and compressed.</summary>
public class ModelsTests
{
    public static TheoryData<string> Names => [.. Gallery.All.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_saved_opened_and_compressed(string name)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("coreml-models-");
        try
        {
            string path = Path.Combine(folder.FullName, $"{name}.mlpackage");
            using (CoreMLModel built = Gallery.All[name]())
            {
                built.Save(path);
            }
            using CoreMLModel model = CoreMLModel.Open(path);
            MilProgram program = model.ReadProgram();
            Assert.Empty(program.Verify());
            Assert.Empty(TypeInference.Check(program));
            Assert.Empty(model.Validate().Errors);
            CompressionReport report = model.CompressTo(
                Path.Combine(folder.FullName, "small.mlpackage"), new CompressionOptions { Default = Quantize.Int8() });
            Assert.True(report.CompressedCount > 2);
            using CoreMLModel small = CoreMLModel.Open(Path.Combine(folder.FullName, "small.mlpackage"));
            Assert.Empty(TypeInference.Check(small.ReadProgram()));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
