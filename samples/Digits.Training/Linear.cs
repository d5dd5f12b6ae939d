namespace Digits.Training;

/// <summary>A fully connected layer.</summary>
internal static class Linear
{
    /// <summary><c>output = weight · input + bias</c>.</summary>
    /// <param name="weight">[outputs, inputs].</param>
    /// <param name="bias">[outputs].</param>
    /// <param name="input">[inputs].</param>
    /// <param name="output">[outputs].</param>
    public static void Forward(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> input, Span<float> output)
    {
        for (int i = 0; i < output.Length; i++)
        {
            output[i] = bias[i] + VectorMath.Dot(weight.Slice(i * input.Length, input.Length), input);
        }
    }

    /// <summary>Adds this sample's gradients of weight and bias.</summary>
    public static void AddGradients(
        ReadOnlySpan<float> input,
        ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient,
        Span<float> biasGradient)
    {
        for (int i = 0; i < outputGradient.Length; i++)
        {
            biasGradient[i] += outputGradient[i];
            VectorMath.AddScaled(weightGradient.Slice(i * input.Length, input.Length), outputGradient[i], input);
        }
    }

    /// <summary>The gradient of the input.</summary>
    public static void Backward(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> outputGradient, Span<float> inputGradient)
    {
        inputGradient.Clear();
        for (int i = 0; i < outputGradient.Length; i++)
        {
            ReadOnlySpan<float> row = weight.Slice(i * inputGradient.Length, inputGradient.Length);
            VectorMath.AddScaled(inputGradient, outputGradient[i], row);
        }
    }
}
