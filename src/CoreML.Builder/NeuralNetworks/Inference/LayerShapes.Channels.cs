using CoreML.Format;
using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using Axis = CoreML.Specification.SliceLayerParams.Types.SliceAxis;
using ReduceAxis = CoreML.Specification.ReduceLayerParams.Types.ReduceAxis;

namespace CoreML.Builder;

// Layers of iOS 12 and before that know blobs as sequence, batch, channel, height and width.
internal static partial class LayerShapes
{
    private static TensorShape[] Activation(LayerContext context)
    {
        ActivationParams p = context.Layer.Activation;
        context.Check(p.NonlinearityTypeCase != ActivationParams.NonlinearityTypeOneofCase.None, "nonlinearityType", "a kind of activation", "none");
        WeightParams[] parameters = p switch
        {
            { PReLU: { } prelu } => [prelu.Alpha],
            { ParametricSoftplus: { } softplus } => [softplus.Alpha, softplus.Beta],
            _ => [],
        };
        foreach (WeightParams parameter in parameters)
        {
            context.MinimumRank(3);
            long count = WeightForms.Capacity(parameter);
            if (WeightForms.Of(parameter) != WeightForm.Packed && count != 1)
            {
                context.Size(context.Input, -3, count, "channels, one for each number,");
            }
        }
        return [context.Input];
    }

    private static TensorShape[] Batchnorm(LayerContext context)
    {
        context.MinimumRank(3);
        context.Size(context.Input, -3, (long)context.Layer.Batchnorm.Channels, "channels");
        return [context.Input];
    }

    private static TensorShape[] Lrn(LayerContext context)
    {
        context.MinimumRank(3);
        context.Check(context.Layer.Lrn.K >= 0, "k", "a number that is not negative", context.Layer.Lrn.K);
        return [context.Input];
    }

    private static TensorShape[] Scale(LayerContext context)
    {
        ScaleLayerParams p = context.Layer.Scale;
        Fits(context, p.ShapeScale, "shapeScale");
        if (p.HasBias)
        {
            Fits(context, p.ShapeBias, "shapeBias");
        }
        return [context.Input];
    }

    private static TensorShape[] Bias(LayerContext context)
    {
        Fits(context, context.Layer.Bias.Shape, "shape");
        return [context.Input];
    }

    // One number, one for each channel, or one for each element of channel, height and width.
    private static void Fits(LayerContext context, RepeatedField<ulong> shape, string parameter)
    {
        context.MinimumRank(3);
        context.Check(shape.Count is 1 or 3, parameter, "1 or 3 sizes", $"{shape.Count} sizes");
        for (int i = 0; i < shape.Count; i++)
        {
            if (shape[i] != 1)
            {
                context.Size(context.Input, i - 3, (long)shape[i], $"a size, like {parameter},");
            }
        }
    }

    private static TensorShape[] InnerProduct(LayerContext context)
    {
        InnerProductLayerParams p = context.Layer.InnerProduct;
        context.Check(context.Rank is >= 1 and <= 5, "input", "an input of 1 to 5 dimensions", context.Input);
        context.Check(p.OutputChannels > 0, "outputChannels", "a positive number", p.OutputChannels);
        if (context.Rank < 4)
        {
            context.Size(context.Input, -1, (long)p.InputChannels, "a last dimension");
            return [context.Input.WithLast((long)p.OutputChannels)];
        }
        if (!Dimensions.MayEqual(Dimensions.Product(context.Input.Skip(context.Rank - 3)), (long)p.InputChannels))
        {
            throw context.Shape($"{p.InputChannels} values in channel, height and width", $"{context.Input}");
        }
        return [context.Input.WithLast((long)p.OutputChannels, 1, 1)];
    }

    private static TensorShape[] Embedding(LayerContext context)
    {
        context.MinimumRank(4);
        for (int axis = -3; axis < 0; axis++)
        {
            context.Size(context.Input, axis, 1, "channel, height and width");
        }
        return [context.Input.WithLast((long)context.Layer.Embedding.OutputChannels, 1, 1)];
    }

    private static TensorShape[] Joined(LayerContext context)
    {
        context.MinimumRank(context.IsRank5 ? 3 : 1);
        context.EqualRanks();
        return [context.Broadcast()];
    }

    private static TensorShape[] Dot(LayerContext context)
    {
        context.MinimumRank(3);
        context.EqualRanks();
        if (!Dimensions.MayEqual(context.Input.At(-3), context.Inputs[1].At(-3)))
        {
            throw context.Shape("vectors of one length", $"{context.Input} and {context.Inputs[1]}");
        }
        return [context.Input.WithLast(1, 1, 1)];
    }

    private static TensorShape[] Reduce(LayerContext context)
    {
        int[] axes = context.Layer.Reduce.Axis switch
        {
            ReduceAxis.Chw => [-3, -2, -1],
            ReduceAxis.Hw => [-2, -1],
            ReduceAxis.C => [-3],
            ReduceAxis.H => [-2],
            _ => [-1],
        };
        context.MinimumRank(-axes[0]);
        return [axes.Aggregate(context.Input, (shape, axis) => shape.With(axis, 1))];
    }

    private static TensorShape[] LoadConstant(LayerContext context)
    {
        RepeatedField<ulong> shape = context.Layer.LoadConstant.Shape;
        context.Check(shape.Count == 3, "shape", "channel, height and width", $"{shape.Count} sizes");
        return [[1, 1, (long)shape[0], (long)shape[1], (long)shape[2]]];
    }

    private static TensorShape[] Reshape(LayerContext context)
    {
        RepeatedField<long> target = context.Layer.Reshape.TargetShape;
        context.ExactRank(5);
        context.Check(target.Count is 3 or 4, "targetShape", "3 sizes, or 4 with the sequence", $"{target.Count} sizes");
        // A blob keeps its batch, and with three sizes its sequence.
        TensorShape kept = target.Count == 3 ? context.Input : context.Input.With(0, target[0]);
        TensorShape result = kept.WithLast(target[^3], target[^2], target[^1]);
        Dimension before = Dimensions.Product(context.Input.Skip(target.Count == 3 ? 2 : 0).Where((_, i) => target.Count == 3 || i != 1));
        Dimension after = Dimensions.Product(target.Select(size => (Dimension)size));
        if (!Dimensions.MayEqual(before, after))
        {
            throw context.Shape($"as many elements as {result} has", $"{context.Input}");
        }
        return [result];
    }

    private static TensorShape[] Flatten(LayerContext context)
    {
        context.MinimumRank(3);
        return [context.Input.WithLast(Dimensions.Product(context.Input.Skip(context.Rank - 3)), 1, 1)];
    }

    private static TensorShape[] Permute(LayerContext context)
    {
        RepeatedField<ulong> axis = context.Layer.Permute.Axis;
        context.ExactRank(5);
        context.Check(
            axis.Order().SequenceEqual((ulong[])[0, 1, 2, 3]), "axis", "each of 0, 1, 2 and 3 once: sequence, channel, height, width", $"[{string.Join(", ", axis)}]");
        Dimension[] sizes = [context.Input[0], context.Input[2], context.Input[3], context.Input[4]];
        return [[sizes[axis[0]], context.Input[1], sizes[axis[1]], sizes[axis[2]], sizes[axis[3]]]];
    }

    private static TensorShape[] Concat(LayerContext context)
    {
        context.MinimumRank(context.Layer.Concat.SequenceConcat ? 5 : 3);
        return [Concatenated(context, context.Rank - (context.Layer.Concat.SequenceConcat ? 5 : 3))];
    }

    private static TensorShape[] Split(LayerContext context)
    {
        ulong count = context.Layer.Split.NOutputs;
        context.MinimumRank(3);
        context.Check((int)count == context.Outputs, "nOutputs", $"{context.Outputs}, like the outputs", count);
        Dimension part = Divided(context, context.Input.At(-3), (long)count, "number of channels");
        return [.. Enumerable.Repeat(context.Input.With(-3, part), context.Outputs)];
    }

    private static TensorShape[] SequenceRepeat(LayerContext context)
    {
        context.MinimumRank(5);
        long count = Math.Max(1, (long)context.Layer.SequenceRepeat.NRepetitions);
        return [context.Input.With(-5, Dimensions.Map(context.Input.At(-5), size => size * count))];
    }

    private static TensorShape[] Slice(LayerContext context)
    {
        SliceLayerParams p = context.Layer.Slice;
        int axis = p.Axis switch { Axis.ChannelAxis => -3, Axis.HeightAxis => -2, _ => -1 };
        context.MinimumRank(-axis);
        context.Check(p.Stride >= 1, "stride", "a positive number", p.Stride);
        Dimension size = Dimensions.Map(context.Input.At(axis), known =>
        {
            long start = p.StartIndex < 0 ? p.StartIndex + known : p.StartIndex;
            long end = p.EndIndex < 0 ? p.EndIndex + known : p.EndIndex;
            return start < 0 || end > known || start >= end
                ? throw context.Shape($"a size that contains {p.StartIndex} to {p.EndIndex}", $"{known} in {context.Input}")
                : (end - start - 1) / (long)p.Stride + 1;
        });
        return [context.Input.With(axis, size)];
    }
}
