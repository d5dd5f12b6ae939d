using CoreML.Mil;
using CoreML.Specification;
using Google.Protobuf.Collections;
using ConvolutionPadding = CoreML.Specification.ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase;
using PoolingPadding = CoreML.Specification.PoolingLayerParams.PoolingPaddingTypeOneofCase;

namespace CoreML.Builder;

// Layers that look at height and width, and for volumes at depth: the last dimensions, behind the channel.
internal static partial class LayerShapes
{
    private static readonly string[] Sides = ["height", "width"];

    private static TensorShape[] Convolution(LayerContext context)
    {
        ConvolutionLayerParams p = context.Layer.Convolution;
        context.MinimumRank(4);
        long groups = Math.Max(1, (long)p.NGroups);
        context.Check(p.OutputChannels > 0, "outputChannels", "a positive number", p.OutputChannels);
        context.Check(p.OutputChannels % (ulong)groups == 0, "outputChannels", $"a multiple of the {groups} groups", p.OutputChannels);
        context.Check(p.OutputShape.Count == 0 || (p.IsDeconvolution && p.OutputShape.Count == 2), "outputShape", "two sizes, for a deconvolution", p.OutputShape.Count);
        // With weights from another layer the kernel's channels are known to that layer.
        if (context.Inputs.Length == 1)
        {
            context.Size(context.Input, -3, (long)p.KernelChannels * (p.IsDeconvolution ? 1 : groups), "channels");
        }
        var sizes = new Dimension[2];
        for (int i = 0; i < 2; i++)
        {
            long kernel = At(context, p.KernelSize, i, 3, "kernelSize");
            long stride = At(context, p.Stride, i, 1, "stride");
            long span = (kernel - 1) * At(context, p.DilationFactor, i, 1, "dilationFactor") + 1;
            bool same = p.ConvolutionPaddingTypeCase == ConvolutionPadding.Same;
            long padding = Amounts(p.Valid?.PaddingAmounts, i);
            Dimension input = context.Input.At(i - 2);
            sizes[i] = p.OutputShape.Count == 2
                ? (long)p.OutputShape[i]
                : p.IsDeconvolution
                    ? Dimensions.Map(input, size => same ? size * stride : (size - 1) * stride + span - padding)
                    : Windows(context, input, Sides[i], span, stride, same, padding);
        }
        return [context.Input.WithLast((long)p.OutputChannels, sizes[0], sizes[1])];
    }

    private static TensorShape[] Convolution3D(LayerContext context)
    {
        Convolution3DLayerParams p = context.Layer.Convolution3D;
        context.MinimumRank(5);
        long groups = Math.Max(1, p.NGroups);
        context.Check(p.OutputChannels > 0 && p.OutputChannels % groups == 0, "outputChannels", $"a positive multiple of the {groups} groups", p.OutputChannels);
        context.Check(p.InputChannels > 0 && p.InputChannels % groups == 0, "inputChannels", $"a positive multiple of the {groups} groups", p.InputChannels);
        context.Size(context.Input, -4, p.InputChannels, "channels");
        bool same = p.PaddingType == Convolution3DLayerParams.Types.PaddingType.Same;
        bool custom = p.PaddingType == Convolution3DLayerParams.Types.PaddingType.Custom;
        Volume[] axes =
        [
            new("Depth", p.KernelDepth, p.StrideDepth, p.DilationDepth, p.CustomPaddingFront + p.CustomPaddingBack),
            new("Height", p.KernelHeight, p.StrideHeight, p.DilationHeight, p.CustomPaddingTop + p.CustomPaddingBottom),
            new("Width", p.KernelWidth, p.StrideWidth, p.DilationWidth, p.CustomPaddingLeft + p.CustomPaddingRight),
        ];
        Dimension[] sizes = [.. axes.Select((axis, i) =>
        {
            axis.Check(context);
            long span = (axis.Kernel - 1) * axis.Dilation + 1;
            long padding = custom ? axis.Padding : 0;
            Dimension input = context.Input.At(i - 3);
            return p.OutputShape.Count == 3
                ? (long)p.OutputShape[i]
                : p.IsDeconvolution
                    ? Dimensions.Map(input, size => same ? size * axis.Stride : (size - 1) * axis.Stride + span - padding)
                    : Windows(context, input, axis.Name, span, axis.Stride, same, padding);
        })];
        return [context.Input.WithLast([p.OutputChannels, .. sizes])];
    }

    private static TensorShape[] Pooling(LayerContext context)
    {
        PoolingLayerParams p = context.Layer.Pooling;
        context.MinimumRank(4);
        if (p.GlobalPooling)
        {
            return [context.Input.WithLast(1, 1)];
        }
        var sizes = new Dimension[2];
        for (int i = 0; i < 2; i++)
        {
            long kernel = At(context, p.KernelSize, i, 3, "kernelSize");
            long stride = At(context, p.Stride, i, 1, "stride");
            Dimension input = context.Input.At(i - 2);
            if (p.PoolingPaddingTypeCase == PoolingPadding.IncludeLastPixel)
            {
                long each = p.IncludeLastPixel.PaddingAmounts.Count == 2 ? (long)p.IncludeLastPixel.PaddingAmounts[i] : 0;
                sizes[i] = Dimensions.Map(input, size =>
                {
                    long windows = (size + 2 * each - kernel + stride - 1) / stride + 1;
                    // The last window begins within the input or the padding before it.
                    return each > 0 && (windows - 1) * stride >= size + each ? windows - 1 : windows;
                });
            }
            else
            {
                bool same = p.PoolingPaddingTypeCase == PoolingPadding.Same;
                sizes[i] = Windows(context, input, Sides[i], kernel, stride, same, Amounts(p.Valid?.PaddingAmounts, i));
            }
        }
        return [context.Input.WithLast(sizes)];
    }

    private static TensorShape[] Pooling3D(LayerContext context)
    {
        Pooling3DLayerParams p = context.Layer.Pooling3D;
        context.MinimumRank(5);
        bool same = p.PaddingType == Pooling3DLayerParams.Types.Pooling3DPaddingType.Same;
        bool custom = p.PaddingType == Pooling3DLayerParams.Types.Pooling3DPaddingType.Custom;
        Volume[] axes =
        [
            new("Depth", p.KernelDepth, p.StrideDepth, 1, p.CustomPaddingFront + p.CustomPaddingBack),
            new("Height", p.KernelHeight, p.StrideHeight, 1, p.CustomPaddingTop + p.CustomPaddingBottom),
            new("Width", p.KernelWidth, p.StrideWidth, 1, p.CustomPaddingLeft + p.CustomPaddingRight),
        ];
        Dimension[] sizes = [.. axes.Select((axis, i) =>
        {
            axis.Check(context);
            return Windows(context, context.Input.At(i - 3), axis.Name, axis.Kernel, axis.Stride, same, custom ? axis.Padding : 0);
        })];
        return [context.Input.WithLast(sizes)];
    }

    private static TensorShape[] GlobalPooling3D(LayerContext context)
    {
        context.MinimumRank(5);
        return [context.Input.WithLast(1, 1, 1)];
    }

    private static TensorShape[] Crop(LayerContext context)
    {
        CropLayerParams p = context.Layer.Crop;
        context.MinimumRank(3);
        if (context.Inputs.Length == 2)
        {
            context.EqualRanks();
            return [context.Input.WithLast(context.Inputs[1].At(-2), context.Inputs[1].At(-1))];
        }
        var sizes = new Dimension[2];
        for (int i = 0; i < 2; i++)
        {
            long amount = Amounts(p.CropAmounts, i);
            Dimension input = context.Input.At(i - 2);
            if (input.IsKnown && input.Size <= amount)
            {
                throw context.Shape($"a {Sides[i]} above the {amount} that are cut off", $"{input} in {context.Input}");
            }
            sizes[i] = Dimensions.Map(input, size => size - amount);
        }
        return [context.Input.WithLast(sizes)];
    }

    private static TensorShape[] Padding(LayerContext context)
    {
        BorderAmounts? amounts = context.Layer.Padding.PaddingAmounts;
        context.MinimumRank(2);
        if (context.Layer.Padding.PaddingTypeCase == PaddingLayerParams.PaddingTypeOneofCase.Reflection)
        {
            for (int i = 0; i < 2; i++)
            {
                long most = amounts is { BorderAmounts_.Count: 2 }
                    ? (long)Math.Max(amounts.BorderAmounts_[i].StartEdgeSize, amounts.BorderAmounts_[i].EndEdgeSize) : 0;
                Dimension input = context.Input.At(i - 2);
                if (input.IsKnown && input.Size <= most)
                {
                    throw context.Shape($"a {Sides[i]} above the {most} that are reflected", $"{input} in {context.Input}");
                }
            }
        }
        return
        [
            context.Input.WithLast(
                Dimensions.Map(context.Input.At(-2), size => size + Amounts(amounts, 0)),
                Dimensions.Map(context.Input.At(-1), size => size + Amounts(amounts, 1))),
        ];
    }

    private static TensorShape[] Upsample(LayerContext context)
    {
        UpsampleLayerParams p = context.Layer.Upsample;
        context.MinimumRank(3);
        bool bilinear = p.Mode == UpsampleLayerParams.Types.InterpolationMode.Bilinear;
        bool linear = p.LinearUpsampleMode != UpsampleLayerParams.Types.LinearUpsampleMode.Default;
        context.Check(bilinear || !linear, "linearUpsampleMode", "a linear mode for BILINEAR only", p.LinearUpsampleMode);
        if (p.FractionalScalingFactor.Count > 0)
        {
            context.Check(linear, "fractionalScalingFactor", "fractions for a linear mode only", p.LinearUpsampleMode);
            return
            [
                context.Input.WithLast(
                    Dimensions.Map(context.Input.At(-2), size => (long)Math.Floor(size * (double)p.FractionalScalingFactor[0])),
                    Dimensions.Map(context.Input.At(-1), size => (long)Math.Floor(size * (double)p.FractionalScalingFactor[1]))),
            ];
        }
        return
        [
            context.Input.WithLast(
                Dimensions.Map(context.Input.At(-2), size => size * Factor(0)), Dimensions.Map(context.Input.At(-1), size => size * Factor(1))),
        ];

        long Factor(int i) => p.ScalingFactor.Count == 2 ? Math.Max(1, (long)p.ScalingFactor[i]) : 1;
    }

    private static TensorShape[] ResizeBilinear(LayerContext context)
    {
        context.MinimumRank(3);
        return [context.Input.WithLast(TargetSize(context, context.Layer.ResizeBilinear.TargetSize))];
    }

    private static TensorShape[] CropResize(LayerContext context)
    {
        context.ExactRank(5);
        context.EqualRanks();
        TensorShape boxes = context.Inputs[1];
        if (boxes.At(-3) is { IsKnown: true, Size: not (4 or 5) })
        {
            throw context.Shape("regions of 4 coordinates, or 5 with the batch", $"{boxes}");
        }
        Dimension[] size = TargetSize(context, context.Layer.CropResize.TargetSize);
        // A box of five numbers says itself which image it is cut out of.
        Dimension batch = boxes.At(-3) switch { { IsKnown: false } => Dimensions.Unknown, { Size: 5 } => 1, _ => context.Input[1] };
        return [[boxes[0], batch, context.Input[2], size[0], size[1]]];
    }

    private static TensorShape[] ReorganizeData(LayerContext context)
    {
        ReorganizeDataLayerParams p = context.Layer.ReorganizeData;
        context.MinimumRank(3);
        context.Check(p.BlockSize >= 2, "blockSize", "2 or more", p.BlockSize);
        long block = (long)p.BlockSize;
        TensorShape input = context.Input;
        if (p.Mode == ReorganizeDataLayerParams.Types.ReorganizationType.SpaceToDepth)
        {
            return [input.WithLast(
                Dimensions.Map(input.At(-3), size => size * block * block),
                Divided(context, input.At(-2), block, "height"), Divided(context, input.At(-1), block, "width"))];
        }
        return [input.WithLast(
            Divided(context, input.At(-3), block * block, "number of channels"),
            Dimensions.Map(input.At(-2), size => size * block), Dimensions.Map(input.At(-1), size => size * block))];
    }

    private static Dimension Divided(LayerContext context, Dimension size, long by, string what) =>
        size.IsKnown && size.Size % by != 0
            ? throw context.Shape($"a {what} that {by} divides", $"{size} in {context.Input}")
            : Dimensions.Map(size, known => known / by);

    private static Dimension[] TargetSize(LayerContext context, RepeatedField<ulong> size)
    {
        context.Check(size.Count is 0 or 2, "targetSize", "height and width", $"{size.Count} sizes");
        return size.Count == 0 ? [1, 1] : [(long)Math.Max(1, size[0]), (long)Math.Max(1, size[1])];
    }

    // How often a window fits.
    private static Dimension Windows(LayerContext context, Dimension input, string side, long span, long stride, bool same, long padding)
    {
        if (!same && input.IsKnown && input.Size + padding < span)
        {
            throw context.Shape($"a {side} of at least {span - padding}, for the kernel to fit", $"{input} in {context.Input}");
        }
        return Dimensions.Map(input, size => same ? (size - 1) / stride + 1 : (size + padding - span) / stride + 1);
    }

    private static long At(LayerContext context, RepeatedField<ulong> values, int index, long otherwise, string parameter)
    {
        context.Check(values.Count is 0 or 2, parameter, "height and width", $"{values.Count} values");
        long value = values.Count == 0 ? otherwise : (long)values[index];
        context.Check(value > 0, parameter, "positive numbers", value);
        return value;
    }

    private static long Amounts(BorderAmounts? amounts, int axis) => amounts is { BorderAmounts_.Count: 2 }
        ? (long)(amounts.BorderAmounts_[axis].StartEdgeSize + amounts.BorderAmounts_[axis].EndEdgeSize) : 0;

    private readonly record struct Volume(string Name, long Kernel, long Stride, long Dilation, long Padding)
    {
        public void Check(LayerContext context)
        {
            context.Check(Kernel > 0, "kernel" + Name, "a positive number", Kernel);
            context.Check(Stride > 0, "stride" + Name, "a positive number", Stride);
            context.Check(Dilation > 0, "dilation" + Name, "a positive number", Dilation);
            context.Check(Padding >= 0, "customPadding", "paddings that are not negative", Padding);
        }
    }
}
