using static Digits.Training.DigitsNetwork;

namespace Digits.Training;

/// <summary>What the network computes for one image, kept for the way back.</summary>
internal sealed class NetworkState
{
    private const int Plane = Dataset.Side * Dataset.Side;

    private readonly float[] _input = new float[Plane];
    private readonly float[] _unfolded1 = new float[Convolution.Rows(1) * Plane];
    private readonly float[] _conv1 = new float[Channels1 * Plane];
    private readonly float[] _unfolded2 = new float[Convolution.Rows(Channels1) * Plane];
    private readonly float[] _conv2 = new float[Channels2 * Plane];
    private readonly float[] _features = new float[Features];
    private readonly int[] _winners = new int[Features];
    private readonly float[] _hidden = new float[Hidden];

    private readonly float[] _conv1Gradient = new float[Channels1 * Plane];
    private readonly float[] _unfolded2Gradient = new float[Convolution.Rows(Channels1) * Plane];
    private readonly float[] _conv2Gradient = new float[Channels2 * Plane];
    private readonly float[] _featuresGradient = new float[Features];
    private readonly float[] _hiddenGradient = new float[Hidden];
    private readonly float[] _scoresGradient = new float[ClassCount];

    /// <summary>The result of <see cref="Forward"/>, one probability per digit.</summary>
    public float[] Probabilities { get; } = new float[ClassCount];

    /// <summary>Computes the probabilities of one image.</summary>
    public void Forward(DigitsNetwork network, ReadOnlySpan<float> pixels)
    {
        for (int i = 0; i < Plane; i++)
        {
            _input[i] = pixels[i] * PixelScale;
        }

        Convolution.Unfold(_input, _unfolded1);
        Convolution.Forward(network.Conv1Weight, network.Conv1Bias, _unfolded1, _conv1);
        Activation.Relu(_conv1);

        Convolution.Unfold(_conv1, _unfolded2);
        Convolution.Forward(network.Conv2Weight, network.Conv2Bias, _unfolded2, _conv2);
        Activation.Relu(_conv2);
        MaxPool.Forward(_conv2, _features, _winners);

        Linear.Forward(network.Linear1Weight, network.Linear1Bias, _features, _hidden);
        Activation.Relu(_hidden);
        Linear.Forward(network.Linear2Weight, network.Linear2Bias, _hidden, Probabilities);
        Activation.Softmax(Probabilities);
    }

    /// <summary>
    /// Adds the gradient of the cross entropy to <paramref name="gradients"/>, after <see cref="Forward"/> with the
    /// same network.
    /// </summary>
    public void Backward(DigitsNetwork network, int label, DigitsNetwork gradients)
    {
        // Softmax and cross entropy together: the gradient of a score is its probability minus its target.
        Probabilities.CopyTo(_scoresGradient, 0);
        _scoresGradient[label] -= 1;

        Linear.AddGradients(_hidden, _scoresGradient, gradients.Linear2Weight, gradients.Linear2Bias);
        Linear.Backward(network.Linear2Weight, _scoresGradient, _hiddenGradient);
        Activation.ReluBackward(_hidden, _hiddenGradient);
        Linear.AddGradients(_features, _hiddenGradient, gradients.Linear1Weight, gradients.Linear1Bias);
        Linear.Backward(network.Linear1Weight, _hiddenGradient, _featuresGradient);

        MaxPool.Backward(_featuresGradient, _winners, _conv2Gradient);
        Activation.ReluBackward(_conv2, _conv2Gradient);
        Convolution.AddGradients(_unfolded2, _conv2Gradient, gradients.Conv2Weight, gradients.Conv2Bias);
        Convolution.Backward(network.Conv2Weight, _conv2Gradient, _unfolded2Gradient);
        Convolution.Fold(_unfolded2Gradient, _conv1Gradient);

        Activation.ReluBackward(_conv1, _conv1Gradient);
        Convolution.AddGradients(_unfolded1, _conv1Gradient, gradients.Conv1Weight, gradients.Conv1Bias);
    }
}
