using CoreML.Specification;

namespace CoreML.Builder;

// Functions of each element, known since iOS 11.
public sealed partial class Blob
{
    /// <summary>Applies a function to each element.</summary>
    /// <param name="function">The function, one of <see cref="Activations"/>.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob Activation(ActivationParams function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return Layer(new() { Activation = function });
    }

    /// <inheritdoc cref="Activations.Relu"/>
    public Blob Relu() => Activation(Activations.Relu);

    /// <inheritdoc cref="Activations.LeakyRelu"/>
    public Blob LeakyRelu(float alpha = 0.3f) => Activation(Activations.LeakyRelu(alpha));

    /// <inheritdoc cref="Activations.ThresholdedRelu"/>
    public Blob ThresholdedRelu(float alpha = 1) => Activation(Activations.ThresholdedRelu(alpha));

    /// <inheritdoc cref="Activations.PRelu"/>
    public Blob PRelu(Weights alpha) => Activation(Activations.PRelu(alpha));

    /// <inheritdoc cref="Activations.Elu"/>
    public Blob Elu(float alpha = 1) => Activation(Activations.Elu(alpha));

    /// <inheritdoc cref="Activations.Sigmoid"/>
    public Blob Sigmoid() => Activation(Activations.Sigmoid);

    /// <inheritdoc cref="Activations.SigmoidHard"/>
    public Blob SigmoidHard(float alpha = 0.2f, float beta = 0.5f) => Activation(Activations.SigmoidHard(alpha, beta));

    /// <inheritdoc cref="Activations.ScaledTanh"/>
    public Blob ScaledTanh(float alpha = 1, float beta = 1) => Activation(Activations.ScaledTanh(alpha, beta));

    /// <inheritdoc cref="Activations.Linear"/>
    public Blob Linear(float alpha, float beta = 0) => Activation(Activations.Linear(alpha, beta));

    /// <inheritdoc cref="Activations.Softsign"/>
    public Blob Softsign() => Activation(Activations.Softsign);

    /// <inheritdoc cref="Activations.Softplus"/>
    public Blob Softplus() => Activation(Activations.Softplus);

    /// <inheritdoc cref="Activations.ParametricSoftplus"/>
    public Blob ParametricSoftplus(Weights alpha, Weights beta) => Activation(Activations.ParametricSoftplus(alpha, beta));

    /// <summary>Applies a function to <c>scale · x + shift</c>, for each element <c>x</c>.</summary>
    /// <param name="function">Which function. SQRT; RSQRT and INVERSE, which add <paramref name="epsilon"/> to the divisor; POWER, which raises
    /// to <paramref name="alpha"/>; EXP; LOG; ABS; THRESHOLD, the larger one of this and <paramref name="alpha"/>.</param>
    /// <param name="alpha">The exponent or the threshold.</param>
    /// <param name="epsilon">What keeps divisors from being 0.</param>
    /// <param name="shift">What is added.</param>
    /// <param name="scale">The factor.</param>
    /// <returns>A blob of the same shape.</returns>
    public Blob Unary(
        UnaryFunctionLayerParams.Types.Operation function, float alpha = 1, float epsilon = 1e-6f, float shift = 0, float scale = 1) =>
        Layer(new() { Unary = new UnaryFunctionLayerParams { Type = function, Alpha = alpha, Epsilon = epsilon, Shift = shift, Scale = scale } });

    /// <summary>The square root of each element.</summary>
    public Blob Sqrt() => Unary(UnaryFunctionLayerParams.Types.Operation.Sqrt);

    /// <summary>1 divided by the square root of each element.</summary>
    public Blob Rsqrt(float epsilon = 1e-6f) => Unary(UnaryFunctionLayerParams.Types.Operation.Rsqrt, epsilon: epsilon);

    /// <summary>1 divided by each element.</summary>
    public Blob Inverse(float epsilon = 1e-6f) => Unary(UnaryFunctionLayerParams.Types.Operation.Inverse, epsilon: epsilon);

    /// <summary>Each element to the power of an exponent.</summary>
    public Blob Power(float exponent) => Unary(UnaryFunctionLayerParams.Types.Operation.Power, exponent);

    /// <summary>e to the power of each element.</summary>
    public Blob Exp() => Unary(UnaryFunctionLayerParams.Types.Operation.Exp);

    /// <summary>The natural logarithm of each element.</summary>
    public Blob Log() => Unary(UnaryFunctionLayerParams.Types.Operation.Log);

    /// <summary>The absolute value of each element.</summary>
    public Blob Abs() => Unary(UnaryFunctionLayerParams.Types.Operation.Abs);

    /// <summary>The larger one of each element and a threshold.</summary>
    public Blob Threshold(float threshold) => Unary(UnaryFunctionLayerParams.Types.Operation.Threshold, threshold);
}
