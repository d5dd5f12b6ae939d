using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>Pruning keeps the elements that coremltools keeps.</summary>
public class PruningParityTests
{
    [Fact]
    public void Every_configuration_keeps_the_golden_elements()
    {
        int compared = 0;
        foreach (Parity weight in Parity.All)
        {
            IReadOnlyDictionary<string, NpyArray> golden = weight.Archive("masks");
            foreach (JsonElement configuration in weight.Facts.GetProperty("prune").EnumerateArray())
            {
                string key = configuration.GetProperty("key").GetString()!;
                if (golden.TryGetValue(key, out NpyArray? mask))
                {
                    weight.Compress(Scheme(configuration), operation => Compare($"{weight.Name} {key}", mask.Bytes, operation));
                    compared++;
                }
            }
        }
        Assert.Equal(207, compared);
    }

    private static Pruning Scheme(JsonElement configuration)
    {
        int dim = configuration.TryGetProperty("dim", out JsonElement axis) ? axis.GetInt32() : 0;
        if (configuration.TryGetProperty("threshold", out JsonElement threshold))
        {
            return Prune.Threshold(threshold.GetSingle(), minimumSparsity: 0);
        }
        if (configuration.TryGetProperty("n_m_ratio", out JsonElement ratio))
        {
            return Prune.NOfM(ratio[0].GetInt32(), ratio[1].GetInt32(), dim);
        }
        Pruning scheme = Prune.Magnitude(configuration.GetProperty("target_sparsity").GetDouble());
        return configuration.TryGetProperty("block_size", out JsonElement size) ? scheme.Blocks(size.GetInt32(), dim) : scheme;
    }

    private static void Compare(string name, byte[] mask, MilOperation operation)
    {
        TensorConstant decoded = ConstexprDecoder.Decode(operation.Output);
        float[] values = decoded.ToSingles();
        for (int i = 0; i < values.Length; i++)
        {
            bool kept = (mask[i / 8] >> (i % 8) & 1) != 0;
            if (kept != (values[i] != 0))
            {
                Assert.Fail($"{name}: element {i} is {(kept ? "not " : "")}kept");
            }
        }
    }
}
