using System.Numerics.Tensors;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>scale · (data − offset)</c> with a scale and an offset for each block.</summary>
internal static class ShiftScaleKernel
{
    /// <summary>Most elements of a range.</summary>
    public const int ChunkElements = 4096;
    // Runs at least this long get their parameters as scalars; for shorter ones each element gets its own.
    private const int LongRun = 16;

    /// <summary>Shifts and scales a range of elements in place; the result is not rounded yet.</summary>
    public static void Apply(
        BlockGrid grid, long first, Span<float> values, ReadOnlySpan<float> scales, ReadOnlySpan<float> offsets, bool roundShift)
    {
        if (grid.RunLength < LongRun)
        {
            ApplyExpanded(grid, first, values, scales, offsets, roundShift);
            return;
        }
        foreach (BlockGrid.Segment segment in grid.Segments(first, values.Length))
        {
            Span<float> part = values.Slice(segment.Start, segment.Length);
            if (!offsets.IsEmpty)
            {
                TensorPrimitives.Subtract(part, offsets[(int)segment.Block], part);
            }
            if (roundShift)
            {
                RoundToHalf(part);
            }
            TensorPrimitives.Multiply(part, scales[(int)segment.Block], part);
        }
    }

    private static void ApplyExpanded(
        BlockGrid grid, long first, Span<float> values, ReadOnlySpan<float> scales, ReadOnlySpan<float> offsets, bool roundShift)
    {
        Span<float> expanded = stackalloc float[ChunkElements];
        expanded = expanded[..values.Length];
        if (!offsets.IsEmpty)
        {
            grid.Expand(offsets, first, expanded);
            TensorPrimitives.Subtract(values, expanded, values);
        }
        if (roundShift)
        {
            RoundToHalf(values);
        }
        grid.Expand(scales, first, expanded);
        TensorPrimitives.Multiply(values, expanded, values);
    }

    private static void RoundToHalf(Span<float> values)
    {
        Span<Half> halves = stackalloc Half[ChunkElements];
        halves = halves[..values.Length];
        TensorPrimitives.ConvertToHalf(values, halves);
        TensorPrimitives.ConvertToSingle(halves, values);
    }
}
