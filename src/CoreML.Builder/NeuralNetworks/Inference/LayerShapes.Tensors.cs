using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CoreML.Builder;

// Layers from iOS 13 on that join, cut, pad, order and reduce tensors of any rank.
internal static partial class LayerShapes
{
    private static TensorShape[] Tile(LayerContext context)
    {
        RepeatedField<ulong> reps = context.Layer.Tile.Reps;
        if (context.Inputs.Length == 2)
        {
            return [Dimensions.OfRank(context.Rank)];
        }
        context.Check(reps.Count >= 1 && reps.Count <= context.Rank, "reps", $"1 to {context.Rank} numbers, for the last dimensions", $"{reps.Count}");
        context.Check(reps.All(count => count > 0), "reps", "positive numbers", string.Join(", ", reps));
        int first = context.Rank - reps.Count;
        return
        [
            TensorShape.Wrap([.. context.Input.Select((size, i) => i < first ? size : Dimensions.Map(size, known => known * (long)reps[i - first]))]),
        ];
    }

    private static TensorShape[] Stack(LayerContext context)
    {
        context.EqualRanks();
        int axis = context.Axis(context.Layer.Stack.Axis, more: 1);
        List<Dimension> sizes = [.. Agreed(context, except: -1)];
        sizes.Insert(axis, context.Inputs.Length);
        return [TensorShape.Wrap([.. sizes])];
    }

    private static TensorShape[] ConcatND(LayerContext context) => [Concatenated(context, context.Axis(context.Layer.ConcatND.Axis))];

    private static TensorShape Concatenated(LayerContext context, int axis)
    {
        context.EqualRanks();
        TensorShape agreed = Agreed(context, except: axis);
        return agreed.With(axis, Dimensions.Sum(context.Inputs.Select(input => input[axis])));
    }

    // The sizes of all inputs, which are equal but for one axis.
    private static TensorShape Agreed(LayerContext context, int except)
    {
        Dimension[] sizes = [.. context.Input];
        foreach (TensorShape input in context.Inputs)
        {
            for (int i = 0; i < sizes.Length; i++)
            {
                if (i != except && !Dimensions.MayEqual(sizes[i], input[i]))
                {
                    throw context.Shape($"inputs like {context.Input}{(except < 0 ? "" : $", but for axis {except}")}", $"{input}");
                }
                sizes[i] = Dimensions.Known(sizes[i], input[i]);
            }
        }
        return TensorShape.Wrap(sizes);
    }

    private static TensorShape[] SplitND(LayerContext context)
    {
        SplitNDLayerParams p = context.Layer.SplitND;
        int axis = context.Axis(p.Axis);
        int parts = p.SplitSizes.Count > 0 ? p.SplitSizes.Count : (int)p.NumSplits;
        context.Check(parts == context.Outputs, "numSplits", $"{context.Outputs} parts, like the outputs", parts);
        Dimension size = context.Input[axis];
        if (p.SplitSizes.Count == 0)
        {
            return [.. Enumerable.Repeat(context.Input.With(axis, Divided(context, size, parts, "size")), parts)];
        }
        if (size.IsKnown && p.SplitSizes.Sum(part => (long)part) != size.Size)
        {
            throw context.Parameter("splitSizes", $"sizes that make {size} together", string.Join(" + ", p.SplitSizes));
        }
        return [.. p.SplitSizes.Select(part => context.Input.With(axis, (long)part))];
    }

    private static TensorShape[] Transpose(LayerContext context)
    {
        RepeatedField<ulong> axes = context.Layer.Transpose.Axes;
        context.Check(
            axes.Order().SequenceEqual(Enumerable.Range(0, context.Rank).Select(axis => (ulong)axis)), "axes",
            $"each axis from 0 to {context.Rank - 1} once", $"[{string.Join(", ", axes)}]");
        return [TensorShape.Wrap([.. axes.Select(axis => context.Input[(int)axis])])];
    }

    private static TensorShape[] Reverse(LayerContext context)
    {
        int count = context.Layer.Reverse.ReverseDim.Count;
        context.Check(count == context.Rank, "reverseDim", $"{context.Rank} values, one for each dimension", count);
        return [context.Input];
    }

    private static TensorShape[] ReverseSeq(LayerContext context)
    {
        int batch = context.Axis(context.Layer.ReverseSeq.BatchAxis, "batchAxis");
        int sequence = context.Axis(context.Layer.ReverseSeq.SequenceAxis, "sequenceAxis");
        context.Check(batch < sequence, "sequenceAxis", "an axis behind that of the batch", sequence);
        if (context.Input[batch] is { IsKnown: true } size)
        {
            context.Size(context.Inputs[1], 0, size.Size, "lengths, one for each sequence,");
        }
        return [context.Input];
    }

    private static TensorShape[] SlidingWindows(LayerContext context)
    {
        SlidingWindowsLayerParams p = context.Layer.SlidingWindows;
        int axis = context.Axis(p.Axis);
        context.Check(p.WindowSize > 0, "windowSize", "a positive number", p.WindowSize);
        context.Check(p.Step > 0, "step", "a positive number", p.Step);
        List<Dimension> sizes = [.. context.Input];
        sizes[axis] = Windows(context, sizes[axis], "size", (long)p.WindowSize, (long)p.Step, same: false, padding: 0);
        sizes.Insert(axis + 1, (long)p.WindowSize);
        return [TensorShape.Wrap([.. sizes])];
    }

    private static TensorShape[] ConstantPad(LayerContext context)
    {
        ConstantPaddingLayerParams p = context.Layer.ConstantPad;
        if (context.Inputs.Length == 2)
        {
            return [Dimensions.OfRank(context.Rank)];
        }
        int count = p.PadAmounts.Count;
        context.Check(count > 0 && count % 2 == 0 && count / 2 <= context.Rank, "padAmounts", "two numbers for each dimension", count);
        var sizes = context.Input.ToArray();
        int first = context.Rank - count / 2;
        for (int i = 0; i < count / 2; i++)
        {
            (long before, long after) = ((long)p.PadAmounts[2 * i], (long)p.PadAmounts[2 * i + 1]);
            if (p.PadToGivenOutputSizeMode)
            {
                context.Check(before == 0 || after == 0, "padAmounts", "one size for a dimension", $"{before} and {after}");
                long target = Math.Max(before, after);
                sizes[first + i] = target == 0 ? sizes[first + i] : Dimensions.Map(sizes[first + i], size => Math.Max(size, target));
            }
            else
            {
                sizes[first + i] = Dimensions.Map(sizes[first + i], size => size + before + after);
            }
        }
        return [TensorShape.Wrap(sizes)];
    }

    private static TensorShape[] SliceStatic(LayerContext context)
    {
        SliceStaticLayerParams p = context.Layer.SliceStatic;
        int rank = context.Rank;
        foreach ((string name, int count) in (ReadOnlySpan<(string, int)>)
            [("beginIds", p.BeginIds.Count), ("endIds", p.EndIds.Count), ("strides", p.Strides.Count), ("beginMasks", p.BeginMasks.Count), ("endMasks", p.EndMasks.Count)])
        {
            context.Check(count == rank, name, $"{rank} values, one for each dimension", count);
        }
        context.Check(p.SqueezeMasks.Count == 0 || p.SqueezeMasks.Count == rank, "squeezeMasks", $"{rank} values, one for each dimension", p.SqueezeMasks.Count);
        var sizes = new List<Dimension>();
        for (int i = 0; i < rank; i++)
        {
            context.Check(p.Strides[i] != 0, "strides", "numbers that are not 0", p.Strides[i]);
            if (p.SqueezeMasks.Count == 0 || !p.SqueezeMasks[i])
            {
                int axis = i;
                sizes.Add(Dimensions.Map(context.Input[i], size => Sliced(context, axis, size)));
            }
        }
        return [NotScalar(sizes)];
    }

    private static long Sliced(LayerContext context, int axis, long size)
    {
        SliceStaticLayerParams p = context.Layer.SliceStatic;
        long stride = p.Strides[axis];
        // As slices are in Python: from the end if negative, and never beyond the ends.
        long least = stride > 0 ? 0 : -1;
        long most = stride > 0 ? size : size - 1;
        long begin = p.BeginMasks[axis] ? (stride > 0 ? least : most) : Inside(p.BeginIds[axis]);
        long end = p.EndMasks[axis] ? (stride > 0 ? most : least) : Inside(p.EndIds[axis]);
        long length = stride > 0 ? (end - begin + stride - 1) / stride : (end - begin + stride + 1) / stride;
        return length > 0 ? length : throw context.Shape($"a slice with elements on axis {axis}", $"{begin} to {end} in {context.Input}");

        long Inside(long index) => Math.Clamp(index < 0 ? index + size : index, least, most);
    }

    private static TensorShape[] SliceDynamic(LayerContext context)
    {
        RepeatedField<bool> squeezed = context.Layer.SliceDynamic.SqueezeMasks;
        if (context.Inputs.Length == 7)
        {
            return [TensorShape.Unranked];
        }
        int gone = squeezed.Count(mask => mask);
        return [gone < context.Rank ? Dimensions.OfRank(context.Rank - gone) : [1]];
    }

    private static TensorShape[] SliceBySize(LayerContext context)
    {
        SliceBySizeLayerParams p = context.Layer.SliceBySize;
        int axis = context.Axis(p.Axis);
        if (context.Input[axis] is { IsKnown: true } size && p.Size > size.Size)
        {
            throw context.Shape($"at least {p.Size} elements on axis {axis}", $"{context.Input}");
        }
        context.Check(p.Size > 0, "size", "a positive number", p.Size);
        return [context.Input.With(axis, p.Size)];
    }

    // A tensor has at least one dimension: what would be a scalar is a vector of one element.
    private static TensorShape NotScalar(List<Dimension> sizes) => sizes.Count == 0 ? [1] : TensorShape.Wrap([.. sizes]);

    private static TensorShape[] Reduced(LayerContext context, IMessage parameters)
    {
        (RepeatedField<long> axes, bool keep, bool all) = parameters switch
        {
            ReduceL1LayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceL2LayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceMaxLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceMinLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceSumLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceProdLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceMeanLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceLogSumLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            ReduceSumSquareLayerParams p => (p.Axes, p.KeepDims, p.ReduceAll),
            _ => (((ReduceLogSumExpLayerParams)parameters).Axes, ((ReduceLogSumExpLayerParams)parameters).KeepDims, ((ReduceLogSumExpLayerParams)parameters).ReduceAll),
        };
        int[] reduced = all || axes.Count == 0 ? [.. Enumerable.Range(0, context.Rank)] : Axes(context, axes, more: 0);
        return
        [
            keep
                ? TensorShape.Wrap([.. context.Input.Select((size, i) => reduced.Contains(i) ? 1 : size)])
                : NotScalar([.. context.Input.Where((_, i) => !reduced.Contains(i))]),
        ];
    }
}
