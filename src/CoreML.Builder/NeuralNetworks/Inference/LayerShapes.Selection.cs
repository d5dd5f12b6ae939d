using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;

namespace CoreML.Builder;

// Layers from iOS 13 on that look elements up, pick or count them, multiply matrices, and make tensors of nothing.
internal static partial class LayerShapes
{
    private static TensorShape[] Gather(LayerContext context)
    {
        int axis = context.Axis(context.Layer.Gather.Axis);
        return [TensorShape.Wrap([.. context.Input.Take(axis), .. context.Inputs[1], .. context.Input.Skip(axis + 1)])];
    }

    // The updates have the shape that gathering at the same indices would give.
    private static TensorShape[] Scatter(LayerContext context)
    {
        int axis = context.Axis(context.Layer.Scatter.Axis);
        CheckUpdates(context, [.. context.Input.Take(axis), .. context.Inputs[1], .. context.Input.Skip(axis + 1)]);
        return [context.Input];
    }

    private static TensorShape[] GatherND(LayerContext context) => [Picked(context)];

    private static TensorShape[] ScatterND(LayerContext context)
    {
        TensorShape picked = Picked(context);
        if (picked.IsRanked)
        {
            CheckUpdates(context, [.. picked]);
        }
        return [context.Input];
    }

    // The last dimension of the indices says how many of the input's dimensions they choose in.
    private static TensorShape Picked(LayerContext context)
    {
        TensorShape indices = context.Inputs[1];
        if (!indices.At(-1).IsKnown)
        {
            return TensorShape.Unranked;
        }
        long depth = indices.At(-1).Size;
        if (depth > context.Rank || depth < 1)
        {
            throw context.Shape($"indices of 1 to {context.Rank} numbers each", $"{indices}");
        }
        return NotScalar([.. indices.Take(indices.Rank - 1), .. context.Input.Skip((int)depth)]);
    }

    private static TensorShape[] GatherAlongAxis(LayerContext context)
    {
        CheckAlong(context, context.Layer.GatherAlongAxis.Axis);
        return [context.Inputs[1]];
    }

    private static TensorShape[] ScatterAlongAxis(LayerContext context)
    {
        CheckAlong(context, context.Layer.ScatterAlongAxis.Axis);
        CheckUpdates(context, [.. context.Inputs[1]]);
        return [context.Input];
    }

    private static void CheckAlong(LayerContext context, long axis)
    {
        int along = context.Axis(axis);
        TensorShape indices = context.Inputs[1];
        if (indices.Rank != context.Rank || context.Input.Where((size, i) => i != along && !Dimensions.MayEqual(size, indices[i])).Any())
        {
            throw context.Shape($"indices like {context.Input}, but for axis {along}", $"{indices}");
        }
    }

    private static void CheckUpdates(LayerContext context, Dimension[] expected)
    {
        TensorShape updates = context.Inputs[2];
        if (updates.Rank != expected.Length || expected.Where((size, i) => !Dimensions.MayEqual(size, updates[i])).Any())
        {
            throw context.Shape($"updates of [{string.Join(", ", expected)}]", $"{updates}");
        }
    }

    private static TensorShape[] SoftmaxND(LayerContext context)
    {
        context.Axis(context.Layer.SoftmaxND.Axis);
        return [context.Input];
    }

    private static TensorShape[] CumSum(LayerContext context)
    {
        if (context.Inputs.Length == 1)
        {
            context.Axis(context.Layer.CumSum.Axis);
        }
        return [context.Input];
    }

    private static TensorShape[] ArgSort(LayerContext context)
    {
        long axis = context.Layer.ArgSort.Axis;
        context.Check(axis >= 0 && axis < context.Rank, "axis", $"an axis from 0 to {context.Rank - 1}", axis);
        return [context.Input];
    }

    private static TensorShape[] ArgMax(LayerContext context) => [Best(context, context.Layer.ArgMax.Axis, context.Layer.ArgMax.RemoveDim)];

    private static TensorShape[] ArgMin(LayerContext context) => [Best(context, context.Layer.ArgMin.Axis, context.Layer.ArgMin.RemoveDim)];

    private static TensorShape Best(LayerContext context, long axis, bool remove)
    {
        int along = context.Axis(axis);
        return remove ? NotScalar([.. context.Input.Where((_, i) => i != along)]) : context.Input.With(along, 1);
    }

    private static TensorShape[] TopK(LayerContext context)
    {
        TopKLayerParams p = context.Layer.TopK;
        int axis = context.Axis(p.Axis);
        if (context.Inputs.Length == 1)
        {
            context.Check(p.K > 0, "K", "a positive number", p.K);
            if (context.Input[axis] is { IsKnown: true } size && (long)p.K > size.Size)
            {
                throw context.Shape($"at least {p.K} elements on axis {axis}", $"{context.Input}");
            }
        }
        TensorShape kept = context.Input.With(axis, context.Inputs.Length == 1 ? (long)p.K : Dimensions.Unknown);
        return [kept, kept];
    }

    private static TensorShape[] EmbeddingND(LayerContext context)
    {
        context.Check(context.Rank is >= 2 and <= 5, "input", "an input of 2 to 5 dimensions", context.Input);
        context.Size(context.Input, -1, 1, "a last dimension");
        return [context.Input.WithLast((long)context.Layer.EmbeddingND.EmbeddingSize)];
    }

    private static TensorShape[] BatchedMatmul(LayerContext context)
    {
        BatchedMatMulLayerParams p = context.Layer.BatchedMatmul;
        if (context.Inputs.Length == 1)
        {
            context.Size(context.Input, -1, (long)p.WeightMatrixFirstDimension, "a last dimension");
            return [context.Input.WithLast((long)p.WeightMatrixSecondDimension)];
        }
        context.Check(!p.HasBias && !p.Int8DynamicQuantize, "weights", "none with two inputs", "a bias or quantization");
        (TensorShape left, TensorShape right) = (Matrix(context.Inputs[0], p.TransposeA, row: true), Matrix(context.Inputs[1], p.TransposeB, row: false));
        if (!Dimensions.MayEqual(left.At(-1), right.At(-2)))
        {
            throw context.Shape("matrices whose inner sizes are equal", $"{context.Inputs[0]} and {context.Inputs[1]}");
        }
        TensorShape outer = context.Broadcast(TensorShape.Wrap([.. left.Take(left.Rank - 2)]), TensorShape.Wrap([.. right.Take(right.Rank - 2)]));
        return [TensorShape.Wrap([.. outer, left.At(-2), right.At(-1)])];

        static TensorShape Matrix(TensorShape shape, bool transposed, bool row)
        {
            TensorShape matrix = shape.Rank > 1 ? shape : row ? [1, shape[0]] : [shape[0], 1];
            return transposed ? matrix.WithLast(matrix.At(-1), matrix.At(-2)) : matrix;
        }
    }

    private static TensorShape[] GetShape(LayerContext context) => [[context.Rank]];

    private static TensorShape[] LoadConstantND(LayerContext context)
    {
        RepeatedField<ulong> shape = context.Layer.LoadConstantND.Shape;
        context.Check(shape.Count is >= 1 and <= 5, "shape", "1 to 5 sizes", $"{shape.Count} sizes");
        return Static(context, shape, "shape");
    }

    private static TensorShape[] RangeStatic(LayerContext context)
    {
        RangeStaticLayerParams p = context.Layer.RangeStatic;
        context.Check(p.StepSizeValue != 0, "stepSizeValue", "a number that is not 0", p.StepSizeValue);
        double steps = Math.Ceiling((p.EndValue - (double)p.StartValue) / p.StepSizeValue);
        context.Check(steps is > 0 and < long.MaxValue, "endValue", "a range with elements", $"{p.StartValue} to {p.EndValue} by {p.StepSizeValue}");
        return [[(long)steps]];
    }

    private static TensorShape[] RangeDynamic(LayerContext context) => [Dimensions.OfRank(1)];

    private static TensorShape[] Clip(LayerContext context)
    {
        ClipLayerParams p = context.Layer.Clip;
        context.Check(p.MinVal <= p.MaxVal, "maxVal", $"a number not below {p.MinVal}", p.MaxVal);
        return [context.Input];
    }

    private static TensorShape[] RandomUniform(LayerContext context)
    {
        (float least, float most, TensorShape[] shape) = context.Layer switch
        {
            { RandomUniformLike: { } p } => (p.MinVal, p.MaxVal, Same(context)),
            { RandomUniformStatic: { } p } => (p.MinVal, p.MaxVal, Static(context, p.OutputShape, "outputShape")),
            _ => (context.Layer.RandomUniformDynamic.MinVal, context.Layer.RandomUniformDynamic.MaxVal, Dynamic(context)),
        };
        context.Check(least <= most, "maxVal", $"a number not below {least}", most);
        return shape;
    }

    private static TensorShape[] RandomBernoulli(LayerContext context)
    {
        (float probability, TensorShape[] shape) = context.Layer switch
        {
            { RandomBernoulliLike: { } p } => (p.Prob, Same(context)),
            { RandomBernoulliStatic: { } p } => (p.Prob, Static(context, p.OutputShape, "outputShape")),
            _ => (context.Layer.RandomBernoulliDynamic.Prob, Dynamic(context)),
        };
        context.Check(probability is >= 0 and <= 1, "prob", "a number from 0 to 1", probability);
        return shape;
    }

    private static TensorShape[] CategoricalDistribution(LayerContext context)
    {
        long count = context.Layer.CategoricalDistribution.NumSamples;
        context.Check(count > 0, "numSamples", "a positive number", count);
        return [context.Input.WithLast(count)];
    }

    private static TensorShape[] WhereNonZero(LayerContext context) => [[Dimensions.Unknown, context.Rank]];

    private static TensorShape[] LayerNormalization(LayerContext context)
    {
        RepeatedField<long> shape = context.Layer.LayerNormalization.NormalizedShape;
        context.Check(shape.Count > 0 && shape.Count <= context.Rank, "normalizedShape", $"1 to {context.Rank} sizes", $"{shape.Count} sizes");
        for (int i = 1; i <= shape.Count; i++)
        {
            context.Size(context.Input, -i, shape[^i], "a size, like normalizedShape,");
        }
        return [context.Input];
    }

    // Boxes [batch, boxes, 4] and scores [batch, boxes, classes].
    private static TensorShape[] NonMaximumSuppression(LayerContext context)
    {
        (TensorShape boxes, TensorShape scores) = (context.Inputs[0], context.Inputs[1]);
        if (boxes.Rank != 3 || scores.Rank != 3)
        {
            throw context.Shape("boxes and scores of 3 dimensions", $"{boxes} and {scores}");
        }
        context.Size(boxes, -1, 4, "coordinates");
        if (!Dimensions.MayEqual(boxes[0], scores[0]) || !Dimensions.MayEqual(boxes[1], scores[1]))
        {
            throw context.Shape("a score for each box", $"{boxes} and {scores}");
        }
        // A number of boxes may be an input as well.
        ulong most = context.Layer.NonMaximumSuppression.MaxBoxes;
        Dimension kept = context.Inputs.Length < 5 && most > 0 ? (long)most : Dimensions.Unknown;
        return [[boxes[0], kept, 4], [boxes[0], kept, scores[2]], [boxes[0], kept], [boxes[0]]];
    }

    private static TensorShape[] OneHot(LayerContext context)
    {
        OneHotLayerParams p = context.Layer.OneHot;
        int axis = context.Axis(p.Axis, more: 1);
        bool dynamic = context.Inputs.Length == 2;
        context.Check(dynamic || p.OneHotVectorSize > 0, "oneHotVectorSize", "a positive number", p.OneHotVectorSize);
        List<Dimension> sizes = [.. context.Input];
        sizes.Insert(axis, dynamic ? Dimensions.Unknown : (long)p.OneHotVectorSize);
        return [TensorShape.Wrap([.. sizes])];
    }
}
