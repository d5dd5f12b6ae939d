namespace Digits.Training;

/// <summary>
/// The weights of the classifier in the layouts of Core ML: two convolutions with a 2×2 maximum, two linear layers.
/// </summary>
public sealed class DigitsNetwork
{
    /// <summary>What pixels 0..16 are multiplied by before the first convolution.</summary>
    public const float PixelScale = 1f / 16;

    /// <summary>Number of digits.</summary>
    public const int ClassCount = 10;

    internal const int Channels1 = 16;
    internal const int Channels2 = 32;
    internal const int Features = Channels2 * (Dataset.Side / 2) * (Dataset.Side / 2);
    internal const int Hidden = 64;

    /// <summary>A network of zeros.</summary>
    public DigitsNetwork()
    {
        Parameters =
        [
            Conv1Weight, Conv1Bias, Conv2Weight, Conv2Bias,
            Linear1Weight, Linear1Bias, Linear2Weight, Linear2Bias,
        ];
    }

    /// <summary>First convolution, [16, 1, 3, 3].</summary>
    public float[] Conv1Weight { get; } = new float[Channels1 * Convolution.Rows(1)];

    /// <summary>First convolution, [16].</summary>
    public float[] Conv1Bias { get; } = new float[Channels1];

    /// <summary>Second convolution, [32, 16, 3, 3].</summary>
    public float[] Conv2Weight { get; } = new float[Channels2 * Convolution.Rows(Channels1)];

    /// <summary>Second convolution, [32].</summary>
    public float[] Conv2Bias { get; } = new float[Channels2];

    /// <summary>First linear layer, [64, 512].</summary>
    public float[] Linear1Weight { get; } = new float[Hidden * Features];

    /// <summary>First linear layer, [64].</summary>
    public float[] Linear1Bias { get; } = new float[Hidden];

    /// <summary>Second linear layer, [10, 64].</summary>
    public float[] Linear2Weight { get; } = new float[ClassCount * Hidden];

    /// <summary>Second linear layer, [10].</summary>
    public float[] Linear2Bias { get; } = new float[ClassCount];

    /// <summary>All weights and biases, always in the same order.</summary>
    public IReadOnlyList<float[]> Parameters { get; }

    /// <summary>Random weights to start training from: uniform, scaled by the inputs of each layer; biases 0.</summary>
    public static DigitsNetwork Initialize(RandomSource random)
    {
        DigitsNetwork network = new();
        Fill(network.Conv1Weight, Convolution.Rows(1));
        Fill(network.Conv2Weight, Convolution.Rows(Channels1));
        Fill(network.Linear1Weight, Features);
        Fill(network.Linear2Weight, Hidden);
        return network;

        void Fill(float[] weight, int inputs)
        {
            float bound = MathF.Sqrt(6f / inputs);
            for (int i = 0; i < weight.Length; i++)
            {
                weight[i] = random.NextSingle(bound);
            }
        }
    }

    /// <summary>A copy with every weight rounded to half precision, as the package stores them.</summary>
    public DigitsNetwork RoundToHalf()
    {
        DigitsNetwork rounded = new();
        foreach ((float[] from, float[] to) in Parameters.Zip(rounded.Parameters))
        {
            for (int i = 0; i < from.Length; i++)
            {
                to[i] = (float)(Half)from[i];
            }
        }

        return rounded;
    }

    /// <summary>The digit shown by an image of 8×8 values 0..16.</summary>
    public int Classify(ReadOnlySpan<float> pixels) => Classify(pixels, new NetworkState());

    /// <summary>The same, in buffers that many images can share.</summary>
    internal int Classify(ReadOnlySpan<float> pixels, NetworkState state)
    {
        state.Forward(this, pixels);
        int best = 0;
        for (int i = 1; i < ClassCount; i++)
        {
            best = state.Probabilities[i] > state.Probabilities[best] ? i : best;
        }

        return best;
    }
}
