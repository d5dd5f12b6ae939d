using CoreML.Format;

namespace CoreML.Mil;

/// <summary>Data whose blocks have a scale and an offset each: <c>scale · (data − offset)</c>, of which any range can be decoded.</summary>
/// <param name="Grid">How scales and offsets lie over the data.</param>
/// <param name="DataType">Type of the data.</param>
/// <param name="Scales">One for each block.</param>
/// <param name="Offsets">One for each block, or <see langword="null"/> for zeros.</param>
/// <param name="ResultType">float16 or float32.</param>
/// <param name="RoundsShift">Whether the difference is rounded to half precision before it is scaled; for integers of 8 bits it is
/// exact anyway.</param>
internal sealed record ScaledBlocks(
    BlockGrid Grid, ElementType DataType, float[] Scales, float[]? Offsets, ElementType ResultType, bool RoundsShift)
{
    private const int ParallelFrom = 1 << 18;

    /// <summary>Decodes all elements.</summary>
    /// <param name="data">The packed data.</param>
    /// <returns>The packed result.</returns>
    public byte[] Decode(byte[] data)
    {
        const int Chunk = ShiftScaleKernel.ChunkElements;
        int width = ResultType.BitWidth / 8;
        byte[] result = GC.AllocateUninitializedArray<byte>(checked((int)(Grid.ElementCount * width)));
        int chunks = (int)((Grid.ElementCount + Chunk - 1) / Chunk);
        if (Grid.ElementCount < ParallelFrom)
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
            long first = (long)chunk * Chunk;
            int count = (int)Math.Min(Chunk, Grid.ElementCount - first);
            Decode(data, first, first, result.AsSpan((int)first * width, count * width));
        }
    }

    /// <summary>Decodes some elements.</summary>
    /// <param name="data">Packed data.</param>
    /// <param name="start">Where in <paramref name="data"/> the first element is.</param>
    /// <param name="first">Number of the first element in the tensor.</param>
    /// <param name="result">Takes as many packed elements as it has room for.</param>
    public void Decode(ReadOnlySpan<byte> data, long start, long first, Span<byte> result)
    {
        int width = ResultType.BitWidth / 8;
        Span<float> values = stackalloc float[ShiftScaleKernel.ChunkElements];
        while (!result.IsEmpty)
        {
            int count = Math.Min(values.Length, result.Length / width);
            Span<float> part = values[..count];
            NumericConversion.Widen(DataType, data, start, part);
            ShiftScaleKernel.Apply(Grid, first, part, Scales, Offsets, RoundsShift);
            NumericConversion.Narrow(ResultType, part, result[..(count * width)]);
            result = result[(count * width)..];
            start += count;
            first += count;
        }
    }
}
