namespace Digits.Training;

/// <summary>The maximum of each 2×2 square of 8×8 planes.</summary>
internal static class MaxPool
{
    private const int Side = Dataset.Side;
    private const int Half = Side / 2;

    /// <summary>Takes the maxima and remembers where they were.</summary>
    /// <param name="input">[channels, 8, 8].</param>
    /// <param name="output">[channels, 4, 4].</param>
    /// <param name="winners">For each output the index of its input.</param>
    public static void Forward(ReadOnlySpan<float> input, Span<float> output, Span<int> winners)
    {
        for (int i = 0; i < output.Length; i++)
        {
            int first = ((i / Half) * 2 * Side) + (i % Half * 2);
            int best = first;
            foreach (int candidate in (ReadOnlySpan<int>)[first + 1, first + Side, first + Side + 1])
            {
                best = input[candidate] > input[best] ? candidate : best;
            }

            output[i] = input[best];
            winners[i] = best;
        }
    }

    /// <summary>Hands each gradient to the input that won.</summary>
    public static void Backward(
        ReadOnlySpan<float> outputGradient, ReadOnlySpan<int> winners, Span<float> inputGradient)
    {
        inputGradient.Clear();
        for (int i = 0; i < winners.Length; i++)
        {
            inputGradient[winners[i]] = outputGradient[i];
        }
    }
}
