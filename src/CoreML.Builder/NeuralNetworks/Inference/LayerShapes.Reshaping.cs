using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf;
using Google.Protobuf.Collections;

namespace CoreML.Builder;

// Layers from iOS 13 on that give the same elements, or repeated ones, another shape.
internal static partial class LayerShapes
{
    private static TensorShape[] Squeeze(LayerContext context)
    {
        SqueezeLayerParams p = context.Layer.Squeeze;
        if (p.SqueezeAll)
        {
            // Without knowing the sizes nobody knows how many dimensions go.
            return [context.Input.IsKnown ? NotScalar([.. context.Input.Where(size => size.Size != 1)]) : TensorShape.Unranked];
        }
        int[] axes = Axes(context, p.Axes, more: 0);
        foreach (int axis in axes)
        {
            context.Size(context.Input, axis, 1, $"a size, on axis {axis},");
        }
        return [NotScalar([.. context.Input.Where((_, i) => !axes.Contains(i))])];
    }

    private static TensorShape[] ExpandDims(LayerContext context)
    {
        int[] axes = Axes(context, context.Layer.ExpandDims.Axes, more: context.Layer.ExpandDims.Axes.Count);
        List<Dimension> sizes = [.. context.Input];
        foreach (int axis in axes.Order())
        {
            sizes.Insert(axis, 1);
        }
        return [TensorShape.Wrap([.. sizes])];
    }

    private static int[] Axes(LayerContext context, RepeatedField<long> axes, int more)
    {
        int[] found = [.. axes.Select(axis => context.Axis(axis, "axes", more))];
        context.Check(found.Length > 0 && found.Distinct().Count() == found.Length, "axes", "axes that differ, at least one", $"[{string.Join(", ", axes)}]");
        return found;
    }

    private static TensorShape[] FlattenTo2D(LayerContext context)
    {
        long axis = context.Layer.FlattenTo2D.Axis;
        int rank = context.Rank;
        context.Check(axis >= -rank && axis <= rank, "axis", $"an axis from {-rank} to {rank}", axis);
        int at = (int)(axis < 0 ? axis + rank : axis);
        return [[Dimensions.Product(context.Input.Take(at)), Dimensions.Product(context.Input.Skip(at))]];
    }

    private static TensorShape[] ReshapeLike(LayerContext context) => [CheckElements(context, context.Inputs[1])];

    private static TensorShape[] ReshapeStatic(LayerContext context) => [Reshaped(context, context.Layer.ReshapeStatic.TargetShape, keepsZeros: false)];

    private static TensorShape[] RankPreservingReshape(LayerContext context)
    {
        RepeatedField<long> target = context.Layer.RankPreservingReshape.TargetShape;
        context.Check(target.Count == context.Rank, "targetShape", $"{context.Rank} sizes, like the input", $"{target.Count} sizes");
        return [Reshaped(context, target, keepsZeros: true)];
    }

    private static TensorShape Reshaped(LayerContext context, RepeatedField<long> target, bool keepsZeros)
    {
        string found = $"[{string.Join(", ", target)}]";
        context.Check(target.Count > 0, "targetShape", "at least one size", found);
        context.Check(target.All(size => size >= -1), "targetShape", "sizes that are not negative, or −1", found);
        context.Check(target.Count(size => size == -1) <= 1, "targetShape", "−1 at most once", found);
        Dimension[] sizes = [.. target.Select((size, i) =>
            size == -1 ? Dimensions.Unknown : size == 0 && keepsZeros ? context.Input[i] : (Dimension)size)];
        int open = target.IndexOf(-1);
        if (open >= 0)
        {
            Dimension all = Dimensions.Product(context.Input);
            Dimension others = Dimensions.Product(sizes.Where((_, i) => i != open));
            if (all.IsKnown && others is { IsKnown: true, Size: > 0 })
            {
                sizes[open] = all.Size % others.Size == 0
                    ? all.Size / others.Size
                    : throw context.Shape($"a number of elements that {others} divides", $"{context.Input}");
            }
        }
        return CheckElements(context, TensorShape.Wrap(sizes));
    }

    private static TensorShape CheckElements(LayerContext context, TensorShape result) =>
        Dimensions.MayEqual(Dimensions.Product(context.Input), Dimensions.Product(result))
            ? result
            : throw context.Shape($"as many elements as {result} has", $"{context.Input}");

    private static TensorShape[] BroadcastToLike(LayerContext context) => [BroadcastTo(context, context.Inputs[1])];

    private static TensorShape[] BroadcastToStatic(LayerContext context) =>
        [BroadcastTo(context, Static(context, context.Layer.BroadcastToStatic.TargetShape, "targetShape")[0])];

    private static TensorShape BroadcastTo(LayerContext context, TensorShape target)
    {
        TensorShape result = context.Broadcast(context.Input, target);
        for (int i = 0; i < result.Rank; i++)
        {
            if (result.Rank != target.Rank || !Dimensions.MayEqual(result[i], target[i]))
            {
                throw context.Shape($"a shape that can be broadcast to {target}", $"{context.Input}");
            }
        }
        return target;
    }

    // A shape that is an input: its length is the rank.
    private static TensorShape[] Dynamic(LayerContext context) => DynamicOf(context, 0);

    private static TensorShape[] DynamicOf(LayerContext context, int input)
    {
        TensorShape shape = context.Inputs[input];
        if (shape.Rank != 1)
        {
            throw context.Shape("a shape, a vector of sizes", $"{shape}");
        }
        return [shape[0].IsKnown ? Dimensions.OfRank((int)shape[0].Size) : TensorShape.Unranked];
    }

    private static TensorShape[] Static(LayerContext context, RepeatedField<ulong> shape, string parameter)
    {
        context.Check(shape.Count > 0, parameter, "at least one size", "none");
        return [TensorShape.Wrap([.. shape.Select(size => (Dimension)(long)size)])];
    }
}
