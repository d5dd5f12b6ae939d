using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CoreML.Format;
using CoreML.Specification;
using Google.Protobuf;

namespace CoreML.Quantization;

/// <summary>Keeps elements in half precision.</summary>
internal sealed class NetworkHalfEncoder : NetworkEncoder
{
    public override string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result)
    {
        float largest = TensorPrimitives.MaxMagnitude<float>(values);
        if (!Half.IsFinite((Half)largest))
        {
            return string.Create(CultureInfo.InvariantCulture, $"{largest} is too large for half precision");
        }
        var halves = new byte[values.Length * 2];
        NumericConversion.Narrow(ElementType.Float16, values, halves);
        result.Float16Value = UnsafeByteOperations.UnsafeWrap(halves);
        return null;
    }

    public override int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        for (int i = 0; i < values.Length; i++)
        {
            // Half a unit of the last of eleven bits, or of the smallest number.
            if (!(MathF.Abs(decoded[i] - values[i]) <= MathF.Abs(values[i]) / 2048 + 3e-8f))
            {
                return i;
            }
        }
        return -1;
    }
}

/// <summary>Keeps elements in single precision, whatever they are.</summary>
internal sealed class NetworkDenseEncoder : NetworkEncoder
{
    public override bool NeedsFinite => false;

    public override string? Encode(NetworkWeight weight, float[] values, Scratch scratch, WeightParams result)
    {
        result.FloatValue.Add(values);
        return null;
    }

    public override int FindWrong(ReadOnlySpan<float> values, ReadOnlySpan<float> decoded)
    {
        int same = MemoryMarshal.Cast<float, int>(values).CommonPrefixLength(MemoryMarshal.Cast<float, int>(decoded));
        return same == values.Length ? -1 : same;
    }
}
