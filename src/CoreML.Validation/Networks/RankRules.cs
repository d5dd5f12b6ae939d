using CoreML.Specification;
using Google.Protobuf.Collections;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Validation;

/// <summary>Ranks of blobs in networks with exact shapes, as far as they are known, and axes.</summary>
internal static class RankRules
{
    public static readonly RuleSet<LayerSubject> All = new("ranks in neural networks")
    {
        { "CML8641", "A blob's rank does not go with its layer.", "Give tensors the ranks that the kind of layer takes; most layers keep the rank.", RanksFit },
        { "CML8642", "The ranks of a layer's blobs do not go with each other.", "Give the blobs the ranks that the kind of layer asks for.", RanksAgree },
        { "CML8643", "An axis is not one of the input's.", "Use axes from -rank to rank - 1.", AxesExist },
    };

    private static void RanksFit(LayerSubject layer, RuleReport report)
    {
        (int least, int most) = Range(layer);
        if (least == 0)
        {
            return;
        }
        (long? input, long? output) = (layer.InputRank(0), layer.OutputRank(0));
        if (input is not null && output is not null && input != output)
        {
            report.Add(layer.Path, $"an output of rank {input}, as the input has", $"{output}");
        }
        if (input < least || input > most || output < least || output > most)
        {
            report.Add(layer.Path, least == most ? $"rank {least}" : $"at least rank {least}", $"{input?.ToString() ?? "?"} to {output?.ToString() ?? "?"}");
        }
    }

    private static (int Least, int Most) Range(LayerSubject layer)
    {
        int least = layer.Layer switch
        {
            { Concat.SequenceConcat: true } => 5,
            { Activation: { PReLU: not null } or { ParametricSoftplus: not null } } => 3,
            { Reduce.Axis: ReduceLayerParams.Types.ReduceAxis.Chw } => 3,
            { Reduce.Axis: ReduceLayerParams.Types.ReduceAxis.Hw } => 2,
            { Slice.Axis: SliceLayerParams.Types.SliceAxis.ChannelAxis } => 3,
            { Slice.Axis: SliceLayerParams.Types.SliceAxis.HeightAxis } => 2,
            { ArgMax.RemoveDim: false } or { ArgMin.RemoveDim: false } or { ArgSort: not null } or { ConstantPad: not null } => 1,
            { RankPreservingReshape: not null } => 1,
            _ => layer.Shape.LeastRank,
        };
        return (least, layer.Shape.MostRank);
    }

    private static void RanksAgree(LayerSubject layer, RuleReport report)
    {
        RepeatedField<string> inputs = layer.Layer.Input;
        long? first = layer.InputRank(0);
        string? problem = layer.Kind switch
        {
            Kind.Concat => Differ(inputs.Count, layer.InputRank) ? "inputs of equal rank" : null,
            Kind.Crop or Kind.CropResize or Kind.Dot => Differ(inputs.Count, layer.InputRank) ? "inputs of equal rank" : null,
            Kind.Stack => layer.InputRank(1) is { } second && first is not null && first != second ? "inputs of equal rank" : null,
            Kind.Split => Differ(layer.Layer.Output.Count, layer.OutputRank) ? "outputs of equal rank" : null,
            Kind.TopK => OwnRanks(layer) is { } ranks && ranks.Distinct().Count() > 1 ? "equal ranks" : null,
            Kind.LoadConstant => layer.OutputRank(0) is { } rank and not 5 ? $"an output of rank 5, not {rank}" : null,
            Kind.RangeStatic or Kind.RangeDynamic => layer.OutputRank(0) is { } rank and not 1 ? $"an output of rank 1, not {rank}" : null,
            Kind.Branch or Kind.Loop => layer.OwnRank > 1 ? "a condition of at most one dimension" : null,
            Kind.BatchedMatmul => Product(layer),
            Kind.Scatter => Scatter(layer),
            Kind.ExpandDims => Grows(layer, layer.Layer.ExpandDims.Axes, layer.OwnRank, layer.Layer.OutputTensor.FirstOrDefault()?.Rank),
            Kind.Squeeze when !layer.Layer.Squeeze.SqueezeAll && layer.OwnRank != 1 =>
                Grows(layer, layer.Layer.Squeeze.Axes, layer.Layer.OutputTensor.FirstOrDefault()?.Rank, layer.OwnRank),
            Kind.RankPreservingReshape when first is { } rank && rank != layer.Layer.RankPreservingReshape.TargetShape.Count =>
                $"a target shape of {rank} dimensions",
            _ => null,
        };
        if (problem is not null && layer.Network.IsExact)
        {
            report.Add(layer.Path, problem, layer.KindName);
        }

        static bool Differ(int count, Func<int, long?> rankOf) =>
            Enumerable.Range(0, count).Select(rankOf).OfType<long>().Distinct().Count() > 1;
    }

    private static long[]? OwnRanks(LayerSubject layer) => layer.Layer is { InputTensor: [var input, ..], OutputTensor: [var values, var indices] }
        ? [input.Rank, values.Rank, indices.Rank]
        : null;

    private static string? Product(LayerSubject layer)
    {
        if (layer.Layer is not { InputTensor: [var left, ..] inputs, OutputTensor: [var output] })
        {
            return null;
        }
        long expected = inputs.Count > 1 ? Math.Max(2, Math.Max(left.Rank, inputs[1].Rank)) : left.Rank;
        return output.Rank == expected ? null : $"an output of rank {expected}, not {output.Rank}";
    }

    private static string? Scatter(LayerSubject layer) => layer.Layer is not { InputTensor: { Count: > 0 } inputs, OutputTensor: [var output] } ? null
        : inputs is [var container, var indices, var updates] && container.Rank == updates.Rank && indices.Rank == 1 && output.Rank == container.Rank ? null
        : "container, updates and output of equal rank, indices of rank 1";

    // The rank with the axes is larger by their number, and they are positions in it.
    private static string? Grows(LayerSubject layer, RepeatedField<long> axes, long? smaller, long? larger)
    {
        if (layer.Layer.InputTensor.Count == 0 || smaller is not { } less || larger is not { } more)
        {
            return null;
        }
        if (less + axes.Count != more)
        {
            return $"ranks that differ by {axes.Count}, not {less} and {more}";
        }
        long[] wrapped = [.. axes.Select(axis => axis < 0 ? axis + more : axis)];
        return wrapped.Any(axis => axis < 0 || axis >= more) || wrapped.Distinct().Count() != wrapped.Length
            ? $"different axes of {more} dimensions"
            : null;
    }

    private static void AxesExist(LayerSubject layer, RuleReport report)
    {
        if (layer.OwnRank is not { } rank)
        {
            if (layer.Layer.ArgSort?.Axis < 0)
            {
                report.Add(layer.In("axis"), "at least 0", $"{layer.Layer.ArgSort.Axis}");
            }
            return;
        }
        (long least, long most) = layer.Kind switch
        {
            Kind.ArgSort => (0, rank - 1),
            Kind.Stack => (-rank - 1, rank),
            _ => (-rank, rank - 1),
        };
        foreach (long axis in AxesOf(layer.Layer))
        {
            if (axis < least || axis > most)
            {
                report.Add(layer.In("axis"), $"{least} to {most}", $"{axis}");
            }
        }
    }

    private static RepeatedField<long> AxesOf(NeuralNetworkLayer layer) => layer.LayerCase switch
    {
        Kind.ArgMax => [layer.ArgMax.Axis],
        Kind.ArgMin => [layer.ArgMin.Axis],
        Kind.ArgSort => [layer.ArgSort.Axis],
        Kind.ConcatND => [layer.ConcatND.Axis],
        Kind.SoftmaxND => [layer.SoftmaxND.Axis],
        Kind.FlattenTo2D => [layer.FlattenTo2D.Axis],
        Kind.SlidingWindows => [layer.SlidingWindows.Axis],
        Kind.SplitND => [layer.SplitND.Axis],
        Kind.TopK => [layer.TopK.Axis],
        Kind.Stack => [layer.Stack.Axis],
        Kind.ReduceL1 => layer.ReduceL1.Axes,
        Kind.ReduceL2 => layer.ReduceL2.Axes,
        Kind.ReduceMax => layer.ReduceMax.Axes,
        Kind.ReduceMin => layer.ReduceMin.Axes,
        Kind.ReduceSum => layer.ReduceSum.Axes,
        Kind.ReduceProd => layer.ReduceProd.Axes,
        Kind.ReduceMean => layer.ReduceMean.Axes,
        Kind.ReduceLogSum => layer.ReduceLogSum.Axes,
        Kind.ReduceSumSquare => layer.ReduceSumSquare.Axes,
        Kind.ReduceLogSumExp => layer.ReduceLogSumExp.Axes,
        _ => [],
    };
}
