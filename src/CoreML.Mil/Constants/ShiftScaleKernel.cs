using System.Numerics.Tensors;
using CoreML.Format;

namespace CoreML.Mil;

/// <summary><c>scale · (data − offset)</c> with a scale and an offset for each block.</summary>
internal static class ShiftScaleKernel
{
    private const int ChunkElements = 4096;
    private const int ParallelFrom = 1 << 18;

    // Runs at least this long get their parameters as scalars; for shorter ones each element gets its own.
    private const int LongRun = 16;

    /// <summary>Decodes a whole tensor.</summary>
    /// <param name="grid">How scales and offsets lie over the data.</param>
    /// <param name="dataType">Type of the data.</param>
    /// <param name="data">The packed data.</param>
    /// <param name="scales">One for each block.</param>
    /// <param name="offsets">One for each block, or <see langword="null"/> for zeros.</param>
    /// <param name="resultType">float16 or float32.</param>
    /// <param name="roundShift">Whether the difference is rounded to half precision before it is scaled; for integers of 8
    /// bits it is exact anyway.</param>
    /// <returns>The packed result.</returns>
    public static byte[] Decode(
        BlockGrid grid,
        ElementType dataType,
        byte[] data,
        float[] scales,
        float[]? offsets,
        ElementType resultType,
        bool roundShift)
    {
        int width = resultType.BitWidth / 8;
        byte[] result = GC.AllocateUninitializedArray<byte>(checked((int)(grid.ElementCount * width)));
        int chunks = (int)((grid.ElementCount + ChunkElements - 1) / ChunkElements);
        if (grid.ElementCount < ParallelFrom)
        {
            for (int chunk = 0; chunk < chunks; chunk++)
            {
                DecodeChunk(chunk);
            }
        }
        else
        {
            Parallel.For(0, chunks, DecodeChunk);
        }
        return result;

        void DecodeChunk(int chunk)
        {
            long first = (long)chunk * ChunkElements;
            int count = (int)Math.Min(ChunkElements, grid.ElementCount - first);
            Span<float> values = stackalloc float[ChunkElements];
            values = values[..count];
            NumericConversion.Widen(dataType, data, first, values);
            Apply(grid, first, values, scales, offsets, roundShift);
            NumericConversion.Narrow(resultType, values, result.AsSpan((int)first * width, count * width));
        }
    }

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
