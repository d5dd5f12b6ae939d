namespace Digits.Training;

/// <summary>Functions without weights, in place.</summary>
internal static class Activation
{
    /// <summary>Negative values become 0.</summary>
    public static void Relu(Span<float> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = Math.Max(values[i], 0);
        }
    }

    /// <summary>The gradient stops where the output was 0.</summary>
    public static void ReluBackward(ReadOnlySpan<float> output, Span<float> gradient)
    {
        for (int i = 0; i < gradient.Length; i++)
        {
            gradient[i] = output[i] > 0 ? gradient[i] : 0;
        }
    }

    /// <summary>Turns scores into probabilities.</summary>
    public static void Softmax(Span<float> values)
    {
        float max = float.NegativeInfinity;
        foreach (float value in values)
        {
            max = Math.Max(max, value);
        }

        // Exponentials differ between platforms in the last bit of a double, which the cast to float hides.
        float sum = 0;
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = (float)Math.Exp(values[i] - max);
            sum += values[i];
        }

        for (int i = 0; i < values.Length; i++)
        {
            values[i] /= sum;
        }
    }
}
