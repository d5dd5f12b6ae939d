using System.Runtime.InteropServices;
using System.Text.Json;
using CoreML.Format;
using CoreML.Mil;
using CoreML.Quantization;

namespace CoreML.Conformance.Tests;

/// <summary>Tables and indices of palettization against those of coremltools.</summary>
public class TableParityTests
{
    [Fact]
    public void Uniform_tables_and_indices_are_the_golden_ones()
    {
        int compared = 0;
        foreach (Parity weight in Parity.All)
        {
            IReadOnlyDictionary<string, NpyArray> golden = weight.Archive("luts");
            foreach (JsonElement configuration in weight.Facts.GetProperty("uniform").EnumerateArray())
            {
                string key = configuration.GetProperty("key").GetString()!;
                weight.Compress(Palettize.Bits(configuration.GetProperty("nbits").GetInt32()).Uniform(), operation =>
                    Compare($"{weight.Name} {key}", weight.IsHalf, golden, key, operation));
                compared++;
            }
        }
        Assert.Equal(60, compared);
    }

    [Fact]
    public void Table_of_unique_values_is_the_golden_one()
    {
        Parity weight = Parity.All.Single(weight => weight.Facts.GetProperty("unique").GetArrayLength() > 0);
        weight.Compress(Palettize.Unique(), operation => Compare(weight.Name, weight.IsHalf, weight.Archive("luts"), "unique", operation));
    }

    [Fact]
    public void Exact_clusters_have_no_larger_error_than_the_golden_optimum()
    {
        int compared = 0;
        foreach (Parity weight in Parity.All)
        {
            float[] values = Widen(weight.Weight.Bytes, weight.IsHalf);
            foreach (JsonElement facts in weight.Facts.GetProperty("kmeans").EnumerateArray())
            {
                int k = facts.GetProperty("k").GetInt32();
                if (!facts.TryGetProperty("optimal_inertia", out JsonElement optimum) || k is not (2 or 4 or 8 or 16 or 64 or 256))
                {
                    continue;
                }
                weight.Compress(Palettize.Bits(int.Log2(k)), operation =>
                {
                    float[] decoded = ConstexprDecoder.Decode(operation.Output).ToSingles();
                    double inertia = values.Zip(decoded, (a, b) => ((double)a - b) * ((double)a - b)).Sum();
                    // Entries are rounded to the weight's type: in half precision by up to half a step.
                    double rounding = weight.IsHalf ? 1e-3 * optimum.GetDouble() + values.Length * 1e-9 : 1e-9 * optimum.GetDouble() + 1e-12;
                    Assert.True(inertia <= optimum.GetDouble() + rounding, $"{weight.Name} k={k}: {inertia}, not {optimum.GetDouble()}");
                });
                compared++;
            }
        }
        Assert.True(compared >= 50, $"{compared} compared");
    }

    private static void Compare(string name, bool half, IReadOnlyDictionary<string, NpyArray> golden, string key, MilOperation operation)
    {
        float[] ours = Widen(Parity.Bytes(operation, "lut"), half);
        float[] theirs = Widen(golden[key + ".lut"].Bytes, half);
        Assert.Equal(theirs.Length, ours.Length);
        for (int i = 0; i < ours.Length; i++)
        {
            float step = half ? (float)Half.BitIncrement((Half)MathF.Abs(theirs[i])) - MathF.Abs(theirs[i]) : MathF.BitIncrement(MathF.Abs(theirs[i])) - MathF.Abs(theirs[i]);
            Assert.True(MathF.Abs(ours[i] - theirs[i]) <= step, $"{name}: entry {i} is {ours[i]}, not {theirs[i]}");
        }
        byte[] indices = Parity.Bytes(operation, "indices");
        byte[] expected = golden[key + ".indices"].Bytes;
        for (int i = 0; i < indices.Length; i++)
        {
            Assert.True(indices[i] == expected[i], $"{name}: index {i} is {indices[i]}, not {expected[i]}");
        }
    }

    private static float[] Widen(byte[] packed, bool half) => half
        ? [.. MemoryMarshal.Cast<byte, Half>(packed).ToArray().Select(value => (float)value)]
        : MemoryMarshal.Cast<byte, float>(packed).ToArray();
}
