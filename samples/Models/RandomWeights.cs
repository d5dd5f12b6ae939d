using CoreML.Builder;
using CoreML.Mil;

namespace Models;

/// <summary>Weights from a seed, scaled so that values keep their size from layer to layer.</summary>
internal sealed class RandomWeights(int seed)
{
    private readonly Random _random = new(seed);

    /// <summary>A tensor whose first dimension is the number of outputs.</summary>
    public TensorConstant Next(params ReadOnlySpan<long> shape)
    {
        long count = 1;
        foreach (long size in shape)
        {
            count *= size;
        }
        double scale = Math.Sqrt(6.0 * shape[0] / count);
        var values = new Half[count];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (Half)((_random.NextDouble() * 2 - 1) * scale);
        }
        return Weight.Of(values, shape);
    }

    /// <summary>A vector of zeros.</summary>
    public static TensorConstant Zeros(int size) => Weight.Of(new Half[size]);

    /// <summary>A vector of ones.</summary>
    public static TensorConstant Ones(int size)
    {
        var values = new Half[size];
        Array.Fill(values, (Half)1);
        return Weight.Of(values);
    }
}
