using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>Chooses elements by their neighbours along an axis, as coremltools does: arithmetic is in the weight's type.</summary>
internal static class StructuredMask
{
    /// <summary>Makes the mask of a weight, one bit for each element that stays; zeros do not.</summary>
    /// <param name="scheme">Blocks, or n of m.</param>
    /// <param name="source">The weight.</param>
    public static byte[] Make(Pruning scheme, WeightSource source)
    {
        byte[] packed = source.ReadAll();
        source.CheckFinite(0, packed);
        var magnitudes = new float[source.ElementCount];
        NumericConversion.Widen(source.ElementType, packed, 0, magnitudes);
        foreach (ref float magnitude in magnitudes.AsSpan())
        {
            magnitude = MathF.Abs(magnitude);
        }
        bool[] keeps = scheme.Mode == PruningMode.NOfM
            ? LargestOfEach(scheme, source.Shape, magnitudes)
            : LargeBlocks(scheme, source.Shape, magnitudes, source.IsHalf);
        var mask = new byte[(magnitudes.Length + 7) / 8];
        for (int i = 0; i < magnitudes.Length; i++)
        {
            mask[i / 8] |= (byte)(keeps[i] && magnitudes[i] != 0 ? 1 << (i % 8) : 0);
        }
        return mask;
    }

    private static bool[] LargestOfEach(Pruning scheme, long[] shape, float[] magnitudes)
    {
        var keeps = new bool[magnitudes.Length];
        var order = new int[scheme.M];
        ForEachRun(shape, scheme.Dim, scheme.M, (first, stride, count) =>
        {
            // What the last run lacks counts as zeros, which are the smallest.
            int zeros = Math.Max(scheme.N - (scheme.M - count), 0);
            for (int i = 0; i < count; i++)
            {
                order[i] = i;
            }
            // Of equal ones the earlier goes first.
            order.AsSpan(0, count).Sort((left, right) =>
            {
                int compared = magnitudes[first + left * stride].CompareTo(magnitudes[first + right * stride]);
                return compared != 0 ? compared : left.CompareTo(right);
            });
            for (int i = zeros; i < count; i++)
            {
                keeps[first + order[i] * stride] = true;
            }
        });
        return keeps;
    }

    private static bool[] LargeBlocks(Pruning scheme, long[] shape, float[] magnitudes, bool half)
    {
        var norms = new float[magnitudes.Length];
        ForEachRun(shape, scheme.Dim, scheme.BlockSize, (first, stride, count) =>
        {
            float sum = 0;
            for (int i = 0; i < count; i++)
            {
                float value = magnitudes[first + i * stride];
                sum = Round(sum + Round(value * value));
            }
            float norm = Round(MathF.Sqrt(sum));
            for (int i = 0; i < count; i++)
            {
                norms[first + i * stride] = norm;
            }
        });
        if (scheme.TargetSparsity == 0)
        {
            return [.. magnitudes.Select(_ => true)];
        }
        float[] sorted = [.. norms];
        Array.Sort(sorted);
        float threshold = scheme.TargetSparsity == 1 ? float.PositiveInfinity : MagnitudeQuantile.OfSorted(sorted, scheme.TargetSparsity, half);
        return [.. norms.Select(norm => norm > threshold)];

        float Round(float value) => half ? (float)(Half)value : value;
    }

    // Runs of neighbours along an axis, for each position on all other axes.
    private static void ForEachRun(long[] shape, int dim, int length, Action<int, int, int> action)
    {
        int stride = 1;
        for (int axis = dim + 1; axis < shape.Length; axis++)
        {
            stride *= (int)shape[axis];
        }
        int channels = (int)shape[dim];
        int outer = 1;
        for (int axis = 0; axis < dim; axis++)
        {
            outer *= (int)shape[axis];
        }
        for (int o = 0; o < outer; o++)
        {
            for (int channel = 0; channel < channels; channel += length)
            {
                for (int inner = 0; inner < stride; inner++)
                {
                    action((o * channels + channel) * stride + inner, stride, Math.Min(length, channels - channel));
                }
            }
        }
    }
}
