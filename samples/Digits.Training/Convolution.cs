namespace Digits.Training;

/// <summary>
/// A 3×3 convolution with padding "same" over 8×8 planes, as a matrix product: the input is first unfolded into
/// one row of 64 pixels per input channel and kernel position.
/// </summary>
internal static class Convolution
{
    public const int Kernel = 3;

    private const int Side = Dataset.Side;
    private const int Plane = Side * Side;

    /// <summary>Rows of the unfolded input: input channels × 9.</summary>
    public static int Rows(int inputChannels) => inputChannels * Kernel * Kernel;

    /// <summary>Copies each plane once per kernel position, shifted, with zeros where the kernel hangs over.</summary>
    /// <param name="input">[input channels, 8, 8].</param>
    /// <param name="unfolded">[input channels × 9, 64].</param>
    public static void Unfold(ReadOnlySpan<float> input, Span<float> unfolded)
    {
        unfolded.Clear();
        for (int row = 0; row < unfolded.Length / Plane; row++)
        {
            (int channel, int dy, int dx) = Position(row);
            ReadOnlySpan<float> source = input.Slice(channel * Plane, Plane);
            Span<float> target = unfolded.Slice(row * Plane, Plane);
            int left = Math.Max(0, -dx);
            int width = Side - Math.Abs(dx);
            for (int y = Math.Max(0, -dy); y < Math.Min(Side, Side - dy); y++)
            {
                source.Slice(((y + dy) * Side) + left + dx, width).CopyTo(target.Slice((y * Side) + left, width));
            }
        }
    }

    /// <summary>The transpose of <see cref="Unfold"/>: adds each shifted row back to its plane.</summary>
    public static void Fold(ReadOnlySpan<float> unfolded, Span<float> input)
    {
        input.Clear();
        for (int row = 0; row < unfolded.Length / Plane; row++)
        {
            (int channel, int dy, int dx) = Position(row);
            Span<float> target = input.Slice(channel * Plane, Plane);
            ReadOnlySpan<float> source = unfolded.Slice(row * Plane, Plane);
            int left = Math.Max(0, -dx);
            int width = Side - Math.Abs(dx);
            for (int y = Math.Max(0, -dy); y < Math.Min(Side, Side - dy); y++)
            {
                VectorMath.AddScaled(
                    target.Slice(((y + dy) * Side) + left + dx, width), 1, source.Slice((y * Side) + left, width));
            }
        }
    }

    /// <summary><c>output = weight · unfolded + bias</c>.</summary>
    /// <param name="weight">[output channels, input channels, 3, 3].</param>
    /// <param name="bias">[output channels].</param>
    /// <param name="unfolded">[input channels × 9, 64].</param>
    /// <param name="output">[output channels, 8, 8].</param>
    public static void Forward(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> bias, ReadOnlySpan<float> unfolded, Span<float> output)
    {
        int rows = unfolded.Length / Plane;
        for (int channel = 0; channel < bias.Length; channel++)
        {
            Span<float> plane = output.Slice(channel * Plane, Plane);
            plane.Fill(bias[channel]);
            for (int row = 0; row < rows; row++)
            {
                VectorMath.AddScaled(plane, weight[(channel * rows) + row], unfolded.Slice(row * Plane, Plane));
            }
        }
    }

    /// <summary>Adds this sample's gradients of weight and bias.</summary>
    public static void AddGradients(
        ReadOnlySpan<float> unfolded,
        ReadOnlySpan<float> outputGradient,
        Span<float> weightGradient,
        Span<float> biasGradient)
    {
        int rows = unfolded.Length / Plane;
        for (int channel = 0; channel < biasGradient.Length; channel++)
        {
            ReadOnlySpan<float> plane = outputGradient.Slice(channel * Plane, Plane);
            foreach (float value in plane)
            {
                biasGradient[channel] += value;
            }

            for (int row = 0; row < rows; row++)
            {
                weightGradient[(channel * rows) + row] += VectorMath.Dot(plane, unfolded.Slice(row * Plane, Plane));
            }
        }
    }

    /// <summary>The gradient of the unfolded input; <see cref="Fold"/> makes it the gradient of the input.</summary>
    public static void Backward(
        ReadOnlySpan<float> weight, ReadOnlySpan<float> outputGradient, Span<float> unfoldedGradient)
    {
        unfoldedGradient.Clear();
        int rows = unfoldedGradient.Length / Plane;
        for (int channel = 0; channel < outputGradient.Length / Plane; channel++)
        {
            ReadOnlySpan<float> plane = outputGradient.Slice(channel * Plane, Plane);
            for (int row = 0; row < rows; row++)
            {
                VectorMath.AddScaled(unfoldedGradient.Slice(row * Plane, Plane), weight[(channel * rows) + row], plane);
            }
        }
    }

    private static (int Channel, int Dy, int Dx) Position(int row) =>
        (row / (Kernel * Kernel), (row / Kernel % Kernel) - 1, (row % Kernel) - 1);
}
