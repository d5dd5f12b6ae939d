using CoreML.Specification;

namespace CoreML.Builder;

/// <summary>The functions that recurrent layers and the layer <see cref="Blob.Activation"/> apply to each element.</summary>
public static class Activations
{
    /// <summary><c>max(0, x)</c>.</summary>
    public static ActivationParams Relu => new() { ReLU = new ActivationReLU() };

    /// <summary><c>tanh(x)</c>.</summary>
    public static ActivationParams Tanh => new() { Tanh = new ActivationTanh() };

    /// <summary><c>1 / (1 + exp(−x))</c>.</summary>
    public static ActivationParams Sigmoid => new() { Sigmoid = new ActivationSigmoid() };

    /// <summary><c>x / (1 + |x|)</c>.</summary>
    public static ActivationParams Softsign => new() { Softsign = new ActivationSoftsign() };

    /// <summary><c>log(1 + exp(x))</c>.</summary>
    public static ActivationParams Softplus => new() { Softplus = new ActivationSoftplus() };

    /// <summary><c>alpha · x + beta</c>.</summary>
    public static ActivationParams Linear(float alpha, float beta = 0) => new() { Linear = new ActivationLinear { Alpha = alpha, Beta = beta } };

    /// <summary><c>x</c> if it is not negative, else <c>alpha · x</c>.</summary>
    public static ActivationParams LeakyRelu(float alpha = 0.3f) => new() { LeakyReLU = new ActivationLeakyReLU { Alpha = alpha } };

    /// <summary><c>x</c> if it is at least <c>alpha</c>, else 0.</summary>
    public static ActivationParams ThresholdedRelu(float alpha = 1) => new() { ThresholdedReLU = new ActivationThresholdedReLU { Alpha = alpha } };

    /// <summary><c>x</c> if it is not negative, else <c>alpha · x</c>, with one <c>alpha</c> or one for each channel.</summary>
    public static ActivationParams PRelu(Weights alpha) => new() { PReLU = new ActivationPReLU { Alpha = Of(alpha) } };

    /// <summary><c>alpha · tanh(beta · x)</c>.</summary>
    public static ActivationParams ScaledTanh(float alpha = 1, float beta = 1) =>
        new() { ScaledTanh = new ActivationScaledTanh { Alpha = alpha, Beta = beta } };

    /// <summary><c>min(max(alpha · x + beta, 0), 1)</c>.</summary>
    public static ActivationParams SigmoidHard(float alpha = 0.2f, float beta = 0.5f) =>
        new() { SigmoidHard = new ActivationSigmoidHard { Alpha = alpha, Beta = beta } };

    /// <summary><c>x</c> if it is not negative, else <c>alpha · (exp(x) − 1)</c>.</summary>
    public static ActivationParams Elu(float alpha = 1) => new() { ELU = new ActivationELU { Alpha = alpha } };

    /// <summary><c>alpha · log(1 + exp(beta · x))</c>, with one <c>alpha</c> and <c>beta</c> or one for each channel.</summary>
    public static ActivationParams ParametricSoftplus(Weights alpha, Weights beta) =>
        new() { ParametricSoftplus = new ActivationParametricSoftplus { Alpha = Of(alpha), Beta = Of(beta) } };

    private static WeightParams Of(Weights weights)
    {
        ArgumentNullException.ThrowIfNull(weights);
        return weights.ToParameters();
    }
}
