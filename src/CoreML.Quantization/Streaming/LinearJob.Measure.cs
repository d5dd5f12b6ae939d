using System.Numerics.Tensors;

namespace CoreML.Quantization;

/// <content>Finding the ranges of blocks, and the scales and zero points that follow.</content>
internal sealed partial class LinearJob
{
    // Blocks are the runs of the piece, one after the other.
    private BlockParameters MeasureWholeBlocks(long first, ReadOnlySpan<byte> bytes, Scratch scratch)
    {
        BlockParameters parameters = scratch.Parameters;
        int length = (int)_grid.RunLength;
        int count = bytes.Length / Source.Width / length;
        parameters.Resize(count);
        WeightRange.OfRuns(Source.ElementType, bytes, length, parameters.Mins, parameters.Maxs);
        // Sums of finite numbers that halves can hold are finite, and of others are not.
        float sum = TensorPrimitives.Sum<float>(parameters.Mins.AsSpan(0, count)) + TensorPrimitives.Sum<float>(parameters.Maxs.AsSpan(0, count));
        if (!float.IsFinite(sum))
        {
            Source.CheckFinite(first, bytes);
        }
        parameters.Compute(_range);
        return parameters;
    }

    private BlockParameters Measure(Workers workers)
    {
        var all = new BlockParameters();
        all.Resize((int)_grid.BlockCount);
        all.Mins.AsSpan().Fill(float.PositiveInfinity);
        all.Maxs.AsSpan().Fill(float.NegativeInfinity);
        workers.ForEach(_pieceCount, (piece, scratch) =>
        {
            (long first, int count) = Range(piece);
            Span<byte> bytes = Source.Read(first, count, scratch);
            if (!WeightRange.Of(Source.ElementType, bytes).IsFinite)
            {
                Source.CheckFinite(first, bytes);
            }
            (long firstBlock, int blocks) = _grid.Blocks(first, count);
            BlockParameters own = scratch.Parameters;
            own.Resize(blocks);
            own.Mins.AsSpan(0, blocks).Fill(float.PositiveInfinity);
            own.Maxs.AsSpan(0, blocks).Fill(float.NegativeInfinity);
            Measure(first, firstBlock, bytes, own, scratch);
            Span<float> mins = all.Mins.AsSpan((int)firstBlock, blocks);
            Span<float> maxs = all.Maxs.AsSpan((int)firstBlock, blocks);
            lock (all)
            {
                TensorPrimitives.Min(mins, own.Mins.AsSpan(0, blocks), mins);
                TensorPrimitives.Max(maxs, own.Maxs.AsSpan(0, blocks), maxs);
            }
        });
        all.Compute(_range);
        return all;
    }

    private void Measure(long first, long firstBlock, ReadOnlySpan<byte> bytes, BlockParameters own, Scratch scratch)
    {
        int count = bytes.Length / Source.Width;
        if (_grid.RunLength >= LongRun)
        {
            foreach (Mil.BlockGrid.Segment segment in _grid.Segments(first, count))
            {
                own.Widen((int)(segment.Block - firstBlock), WeightRange.Of(
                    Source.ElementType, bytes.Slice(segment.Start * Source.Width, segment.Length * Source.Width)));
            }
            return;
        }
        for (int start = 0; start < count; start += Scratch.KernelElements)
        {
            Span<float> weights = scratch.Weights.AsSpan(0, Math.Min(Scratch.KernelElements, count - start));
            Source.Widen(bytes, start, weights);
            if (_grid.RunLength == 1)
            {
                MeasureRows(first + start, firstBlock, weights, own);
                continue;
            }
            foreach (Mil.BlockGrid.Segment segment in _grid.Segments(first + start, weights.Length))
            {
                Span<float> part = weights.Slice(segment.Start, segment.Length);
                own.Widen((int)(segment.Block - firstBlock), new WeightRange(TensorPrimitives.Min<float>(part), TensorPrimitives.Max<float>(part)));
            }
        }
    }

    // Neighbouring elements belong to neighbouring blocks, row by row.
    private void MeasureRows(long first, long firstBlock, ReadOnlySpan<float> weights, BlockParameters own)
    {
        while (!weights.IsEmpty)
        {
            (long row, long column) = Math.DivRem(first, _grid.RowLength);
            int count = (int)Math.Min(weights.Length, _grid.RowLength - column);
            int block = (int)(_grid.FirstBlock(row) + column - firstBlock);
            Span<float> mins = own.Mins.AsSpan(block, count);
            Span<float> maxs = own.Maxs.AsSpan(block, count);
            TensorPrimitives.Min(mins, weights[..count], mins);
            TensorPrimitives.Max(maxs, weights[..count], maxs);
            weights = weights[count..];
            first += count;
        }
    }
}
