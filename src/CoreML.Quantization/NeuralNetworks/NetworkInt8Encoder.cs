using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Quantization;

/// <summary>Keeps elements as signed bytes with one scale.</summary>
internal sealed class NetworkInt8Encoder : NetworkEncoder
{
    private const int Largest = 127;

    private double _step;

    public override string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result)
    {
        double magnitude = Math.Abs(TensorPrimitives.MaxMagnitude<float>(values));
        _step = magnitude / Largest;
        var integers = new byte[values.Length];
        for (int i = 0; i < values.Length && magnitude > 0; i++)
        {
            integers[i] = (byte)(sbyte)(Largest * (double)values[i] / magnitude);
        }
        result.Int8RawValue = UnsafeByteOperations.UnsafeWrap(integers);
        result.Quantization = new QuantizationParams
        {
            NumberOfBits = 8,
            LinearQuantization = new LinearQuantizationParams { Scale = { (float)_step } },
        };
        return null;
    }

    public override int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        // Cutting loses up to a whole step; scale and product are rounded to single precision.
        double limit = _step + NetworkLinearEncoder.Rounding(_step * Largest);
        for (int i = 0; i < values.Length; i++)
        {
            if (!(Math.Abs((double)decoded[i] - values[i]) <= limit))
            {
                return i;
            }
        }
        return -1;
    }
}
