using CoreML.Specification;

namespace CoreML.Format;

/// <summary>Facts about a weight of a neural network that follow from how it is kept.</summary>
internal static class WeightForms
{
    /// <summary>The form of a weight.</summary>
    public static WeightForm Of(WeightParams weight)
    {
        var form = WeightForm.None;
        Add(WeightForm.Float32, weight.FloatValue.Count);
        Add(WeightForm.Float16, weight.Float16Value.Length);
        Add(WeightForm.Packed, weight.RawValue.Length);
        Add(WeightForm.Int8, weight.Int8RawValue.Length);
        return form;

        void Add(WeightForm candidate, int length)
        {
            if (length != 0)
            {
                form = form == WeightForm.None ? candidate : WeightForm.Several;
            }
        }
    }

    /// <summary>Bytes of everything that belongs to a weight.</summary>
    public static long SizeInBytes(WeightParams weight)
    {
        long floats = weight.FloatValue.Count;
        if (weight.Quantization is { } quantization)
        {
            floats += quantization.LinearQuantization is { } linear ? (long)linear.Scale.Count + linear.Bias.Count : 0;
            floats += quantization.LookupTableQuantization?.FloatValue.Count ?? 0;
        }
        long bytes = (long)weight.Float16Value.Length + weight.RawValue.Length + weight.Int8RawValue.Length;
        return floats * sizeof(float) + bytes;
    }

    /// <summary>The most elements that a weight can have: as many as it has, unless it is packed; then its last bits may be
    /// filling. A weight whose width is not valid counts as one of whole bytes, one in several forms as in the first of them.</summary>
    public static long Capacity(WeightParams weight) => weight switch
    {
        { FloatValue.Count: > 0 and int count } => count,
        { Float16Value.Length: > 0 and int length } => length / 2,
        { RawValue.Length: > 0 and int length } => length * 8L / (HasValidWidth(weight) ? (int)weight.Quantization.NumberOfBits : 8),
        _ => weight.Int8RawValue.Length,
    };

    /// <summary>Whether the quantization has a width that packed elements can have.</summary>
    public static bool HasValidWidth(WeightParams weight) => weight.Quantization?.NumberOfBits is >= 1 and <= 8;
}
