namespace CoreML.Quantization.Tests;

/// <summary>Numbers that kernels have to get right.</summary>
internal static class KernelData
{
    private static readonly float[] Special =
        [0f, -0f, float.Epsilon, -float.Epsilon, 1e-8f, 65504f, -65504f, 0.5f, -0.5f, 1.5f, 2.5f, 127.5f, -127.5f, 6e-8f, -6.1e-5f];

    /// <summary>Random weights, and special ones among them.</summary>
    public static float[] Weights(Random random, int count, bool half)
    {
        var weights = new float[count];
        for (int i = 0; i < count; i++)
        {
            weights[i] = i % 5 == 0 ? Special[random.Next(Special.Length)] : random.NextSingle() * 20 - 10;
            weights[i] = half ? (float)(Half)weights[i] : weights[i];
        }
        return weights;
    }

    /// <summary>All finite numbers that half precision has.</summary>
    public static float[] AllHalves() =>
        [.. Enumerable.Range(0, 65536).Select(bits => (float)BitConverter.UInt16BitsToHalf((ushort)bits)).Where(float.IsFinite)];
}
