using System.Runtime.InteropServices;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Validation;

internal static partial class LargestMagnitude
{
    /// <summary>The weights of a layer, and the scales, biases and tables of quantized ones, each with its largest magnitude; none if
    /// values are not to be checked.</summary>
    public static IEnumerable<(string Field, float Largest)> Of(NeuralNetworkLayer layer, ValidationOptions options)
    {
        foreach (UsedWeight used in options.CheckValues ? UsedWeights.Of(layer) : [])
        {
            if (used.Weight.Parameters is not { } weight)
            {
                continue;
            }
            string field = used.Weight.Field;
            LinearQuantizationParams? linear = weight.Quantization?.LinearQuantization;
            yield return ($"{field}.floatValue", Of(weight.FloatValue));
            yield return ($"{field}.float16Value", Of(weight.Float16Value.Span));
            yield return ($"{field}.quantization.linearQuantization.scale", Of(linear?.Scale));
            yield return ($"{field}.quantization.linearQuantization.bias", Of(linear?.Bias));
            yield return ($"{field}.quantization.lookupTableQuantization.floatValue", Of(weight.Quantization?.LookupTableQuantization?.FloatValue));
        }
    }

    private static float Of(RepeatedField<float>? values)
    {
        float largest = 0;
        for (int i = 0; i < values?.Count; i++)
        {
            // Unlike a comparison, the maximum keeps a NaN.
            largest = MathF.Max(largest, MathF.Abs(values[i]));
        }
        return largest;
    }

    private static float Of(ReadOnlySpan<byte> halves)
    {
        ushort largest = 0;
        foreach (ushort bits in MemoryMarshal.Cast<byte, ushort>(halves))
        {
            largest = Math.Max(largest, (ushort)(bits & 0x7FFF));
        }
        return (float)BitConverter.UInt16BitsToHalf(largest);
    }
}
