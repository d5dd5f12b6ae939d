using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>int8 per channel gives the operations, shapes, integers and scales that coremltools gives.</summary>
public class Int8ParityTests
{
    [Theory]
    [InlineData("base_cnn_ios16", "q_cnn_int8_linear_symmetric_per_channel_ios16")]
    [InlineData("base_cnn_ios17", "q_cnn_int8_linear_symmetric_per_channel_ios17")]
    [InlineData("base_cnn_ios18", "q_cnn_int8_linear_symmetric_per_channel_ios18")]
    public void Compressed_model_decodes_to_the_golden_values(string source, string golden)
    {
        string output = Path.Combine(Directory.CreateTempSubdirectory("coreml-tests-").FullName, "out.mlpackage");
        try
        {
            using CoreMLModel model = CoreMLModel.Open(Shared.At("golden", "compressed", source + ".mlpackage"));
            using CoreMLModel expected = CoreMLModel.Open(Shared.At("golden", "compressed", golden + ".mlpackage"));
            // The golden models were made with a lower threshold than the default.
            model.CompressTo(output, new CompressionOptions { WeightThreshold = 10 });
            using CoreMLModel result = CoreMLModel.Open(output);
            ILookup<string, ModelWeight> weights = result.ReadWeights().ToLookup(weight => weight.Name);
            int compared = 0;
            foreach (ModelWeight weight in expected.ReadWeights().Where(weight => weight.Storage != "dense"))
            {
                ModelWeight ours = Assert.Single(weights[weight.Name]);
                Assert.Equal(weight.Storage, ours.Storage);
                Assert.Equal(weight.Shape, ours.Shape);
                Assert.Equal(weight.SizeInBytes, ours.SizeInBytes);
                Assert.True(weight.Decode().Span.SequenceEqual(ours.Decode().Span), weight.Name);
                compared++;
            }
            Assert.True(compared > 0);
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(output)!, recursive: true);
        }
    }
}
