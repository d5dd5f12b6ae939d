using CsCheck;

namespace CoreML.Quantization.Tests;

/// <summary>Numbers of many kinds, for clustering.</summary>
internal static class Samples
{
    /// <summary>Lists of half-precision numbers: few distinct ones, smooth ones, heavy tails, subnormal and largest ones,
    /// constants.</summary>
    public static readonly Gen<float[]> Halves = Lists(
        Gen.Int[-4, 4].Select(x => (float)x),
        Gen.Float[-1, 1],
        Gen.Float[-1, 1].Select(x => x * x * x * x * x * 60000),
        Gen.Int[-40, 40].Select(x => x * 5.9604645e-8f),
        Any(0f, -0f, 65504f, -65504f, 1f)).Select(list => (float[])[.. list.Select(x => (float)(Half)x)]);

    /// <summary>Lists of single-precision numbers, also such that differ in the last bits only.</summary>
    public static readonly Gen<float[]> Singles = Lists(
        Gen.Int[-4, 4].Select(x => (float)x),
        Gen.Float[-1, 1],
        Gen.Int[0, 300].Select(x => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1f) + x)),
        Gen.Int[0, 300].Select(x => -BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(3f) + x * 1000)),
        Gen.Int[0, 50].Select(BitConverter.Int32BitsToSingle),
        Any(0f, -0f, 1e30f, -1e30f));

    /// <summary>Smooth random numbers.</summary>
    public static float[] Normal(int count, int seed, float scale = 0.02f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ =>
            scale * (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    // One kind in a list or several.
    private static Gen<float[]> Lists(params Gen<float>[] kinds) =>
        Gen.OneOf([.. kinds.Select(kind => kind.Array[1, 120]), Gen.OneOf(kinds).Array[1, 120]]);

    private static Gen<float> Any(params float[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
