using System.Numerics.Tensors;
using CoreML.Format;
using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>
/// Decodes what is about to be written, with the code that reads models, and compares it with the original weights.
/// </summary>
internal static class Verifier
{
    // Half a step is the error that rounding makes. Half-precision quotients near 127 are themselves rounded to
    // steps of 1/16, and the product of scale and integer once more, relative to its size.
    private const float Steps = 0.5f + 1f / 32;
    private const float Relative = 1f / 1024;

    /// <summary>Decodes elements and sums up their errors.</summary>
    /// <param name="grid">How scales lie over the weight.</param>
    /// <param name="first">The first element.</param>
    /// <param name="quantized">The elements as they are written.</param>
    /// <param name="scales">The scales as they are written.</param>
    /// <param name="maxima">The largest magnitude of each block.</param>
    /// <param name="type">The type of the weight.</param>
    /// <param name="weights">The original elements.</param>
    /// <param name="scratch">The thread's buffers.</param>
    /// <returns>The sums; <see langword="null"/> if an element is further off than the scheme can make it.</returns>
    public static ErrorSums? Check(
        BlockGrid grid,
        long first,
        ReadOnlySpan<byte> quantized,
        float[] scales,
        float[] maxima,
        ElementType type,
        ReadOnlySpan<float> weights,
        Scratch scratch)
    {
        Span<float> decoded = scratch.Decoded.AsSpan(0, weights.Length);
        NumericConversion.Widen(ElementType.Int8, quantized, 0, decoded);
        ShiftScaleKernel.Apply(grid, first, decoded, scales, [], roundShift: false);
        if (type == ElementType.Float16)
        {
            Span<Half> halves = scratch.Halves.AsSpan(0, weights.Length);
            TensorPrimitives.ConvertToHalf(decoded, halves);
            TensorPrimitives.ConvertToSingle(halves, decoded);
        }
        TensorPrimitives.Subtract(weights, decoded, decoded);
        double noise = TensorPrimitives.SumOfSquares<float>(decoded);
        double worst = MathF.Abs(TensorPrimitives.MaxMagnitude<float>(decoded));
        return IsWithinBounds(grid, first, decoded, scales, maxima)
            ? new ErrorSums(TensorPrimitives.SumOfSquares(weights), noise, worst)
            : null;
    }

    private static bool IsWithinBounds(BlockGrid grid, long first, ReadOnlySpan<float> differences, float[] scales, float[] maxima)
    {
        foreach (BlockGrid.Segment segment in grid.Segments(first, differences.Length))
        {
            float scale = scales[segment.Block];
            float max = maxima[segment.Block];
            float worst = MathF.Abs(TensorPrimitives.MaxMagnitude(differences.Slice(segment.Start, segment.Length)));
            // A scale that half precision can hold only coarsely, or not at all, does not reach the largest weights.
            float clipped = Math.Max(0, max - 127 * scale);
            if (!(worst <= Steps * scale + Relative * max + clipped))
            {
                return false;
            }
        }
        return true;
    }
}
