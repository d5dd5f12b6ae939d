using System.Runtime.InteropServices;
using CoreML.Format;

namespace CoreML.Conformance.Tests;

public class NetworkWeightTests
{
    [Fact]
    public void Quantized_weights_decode_to_what_coremltools_makes_of_them()
    {
        foreach (string path in Shared.Files("quantized_*.mlmodel", "golden", "nn"))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            IReadOnlyDictionary<string, NpyArray> expected = NpyReader.ReadArchive(Path.ChangeExtension(path, ".npz"));
            IReadOnlyList<NetworkWeight> weights = NetworkWeights.Enumerate(model.Specification, "");

            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), weights.Select(weight => weight.Name).Order(StringComparer.Ordinal));
            Assert.Equal(Storage(path), Assert.Single(weights.Select(weight => weight.Storage).Distinct()));
            foreach (NetworkWeight weight in weights)
            {
                Assert.True(
                    Bits(expected[weight.Name].Elements<float>()).SequenceEqual(Bits(Decode(weight))),
                    $"{Path.GetFileName(path)}: {weight.Name} differs.");
            }
        }
    }

    [Theory]
    [InlineData("golden", "nn")]
    [InlineData("corpus", "models")]
    public void Weights_of_valid_models_are_sound(string set, string folder)
    {
        int count = 0;
        foreach (string path in Shared.Files("*.mlmodel", set, folder))
        {
            using CoreMLModel model = CoreMLModel.Open(path);
            foreach (NetworkWeight weight in model.Stages.SelectMany(stage => NetworkWeights.Enumerate(stage.Specification, stage.Path)))
            {
                count++;
                weight.Check();
                Assert.Equal(weight.ElementCount * weight.ElementType.BitWidth / 8, weight.Decode().Length);
            }
        }
        Assert.NotEqual(0, count);
    }

    [Theory]
    [InlineData("nn_inner_product_weight_count", "CML3102")]
    [InlineData("nn_inner_product_zero_channels", "CML3102")]
    [InlineData("nn_conv_weight_count", "CML3102")]
    [InlineData("nn_conv_zero_output_channels", "CML3102")]
    [InlineData("nn_conv_both_weight_kinds", "CML3101")]
    [InlineData("nn_embedding_counts", "CML3102")]
    [InlineData("nn_quantized_weights_bits", "CML3104")]
    [InlineData("nn_quantized_weights_scale_count", "CML3105")]
    [InlineData("nn_quantized_weights_no_type", "CML3104")]
    [InlineData("nn_quantized_weights_table_size", "CML3106")]
    [InlineData("nn_quantized_weights_too_few_bytes", "CML3103")]
    public void Weights_that_the_validator_rejects_are_found(string name, string code)
    {
        using CoreMLModel model = CoreMLModel.Open(Shared.At("golden", "invalid", name + ".mlmodel"));
        IEnumerable<string> codes = NetworkWeights.Enumerate(model.Specification, "")
            .Select(weight => Record.Exception(weight.Check)).OfType<CoreMLException>().Select(exception => exception.Code);
        Assert.Contains(code, codes);
    }

    private static string Storage(string path) => Path.GetFileName(path) switch
    {
        string name when name.Contains("lut", StringComparison.Ordinal) => "lookup_table_quantized",
        string name when name.Contains("linear", StringComparison.Ordinal) => "linear_quantized",
        _ => "dense",
    };

    private static float[] Decode(NetworkWeight weight)
    {
        ReadOnlySpan<byte> bytes = weight.Decode().Span;
        return weight.ElementType == ElementType.Float16
            ? Array.ConvertAll(MemoryMarshal.Cast<byte, Half>(bytes).ToArray(), half => (float)half)
            : MemoryMarshal.Cast<byte, float>(bytes).ToArray();
    }

    private static int[] Bits(float[] values) => Array.ConvertAll(values, BitConverter.SingleToInt32Bits);
}
