namespace Digits.Training;

/// <summary>Adam (Kingma and Ba, 2015) with its usual constants.</summary>
internal sealed class AdamOptimizer
{
    private const float Decay1 = 0.9f;
    private const float Decay2 = 0.999f;
    private const float Epsilon = 1e-8f;

    private readonly DigitsNetwork _mean = new();
    private readonly DigitsNetwork _square = new();
    private float _power1 = 1;
    private float _power2 = 1;

    /// <summary>Moves the network against the gradients and clears them.</summary>
    public void Step(DigitsNetwork network, DigitsNetwork gradients, float learningRate)
    {
        _power1 *= Decay1;
        _power2 *= Decay2;
        float rate = learningRate / (1 - _power1);
        float correction = 1 / (1 - _power2);
        for (int p = 0; p < network.Parameters.Count; p++)
        {
            Update(network.Parameters[p], gradients.Parameters[p], _mean.Parameters[p], _square.Parameters[p]);
        }

        void Update(float[] weights, float[] gradient, float[] mean, float[] square)
        {
            for (int i = 0; i < weights.Length; i++)
            {
                float g = gradient[i];
                mean[i] = (Decay1 * mean[i]) + ((1 - Decay1) * g);
                square[i] = (Decay2 * square[i]) + ((1 - Decay2) * g * g);
                weights[i] -= rate * mean[i] / (MathF.Sqrt(square[i] * correction) + Epsilon);
            }

            Array.Clear(gradient);
        }
    }
}
