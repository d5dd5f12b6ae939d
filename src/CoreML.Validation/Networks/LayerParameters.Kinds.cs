using CoreML.Specification;

namespace CoreML.Validation;

internal static partial class LayerParameters
{
    private static IEnumerable<ParameterProblem> Convolution(ConvolutionLayerParams p, LayerSubject layer)
    {
        if (p.ConvolutionPaddingTypeCase == ConvolutionLayerParams.ConvolutionPaddingTypeOneofCase.None)
        {
            yield return new("convolutionPaddingType", "valid or same");
        }
        bool two = layer.Layer.Input.Count > 1;
        if (two && p.IsDeconvolution)
        {
            yield return new("isDeconvolution", "a convolution, since there are two inputs", "a deconvolution");
        }
        if (two && p.DilationFactor.Any(factor => factor > 1))
        {
            yield return new("dilationFactor", "no dilation, since there are two inputs", p.DilationFactor.ShortText());
        }
    }

    private static IEnumerable<ParameterProblem> Padding(PaddingLayerParams p)
    {
        int amounts = p.PaddingAmounts?.BorderAmounts_.Count ?? 0;
        if (amounts is not (0 or 2))
        {
            yield return new("paddingAmounts", "2 amounts or none", $"{amounts}");
        }
        if (p.PaddingTypeCase == PaddingLayerParams.PaddingTypeOneofCase.None)
        {
            yield return new("paddingType", "constant, reflection or replication");
        }
    }

    private static IEnumerable<ParameterProblem> Crop(CropLayerParams p, LayerSubject layer)
    {
        int amounts = p.CropAmounts?.BorderAmounts_.Count ?? 0;
        if (layer.Layer.Input.Count == 1 && amounts != 2)
        {
            yield return new("cropAmounts", "2 amounts", $"{amounts}");
        }
        if (layer.Layer.Input.Count == 2 && p.Offset.Count != 2)
        {
            yield return new("offset", "2 values", $"{p.Offset.Count}");
        }
    }

    private static IEnumerable<ParameterProblem> Slice(SliceLayerParams p)
    {
        if (!Enum.IsDefined(p.Axis))
        {
            yield return new("axis", "channel, height or width", $"{(int)p.Axis}");
        }
        if (p.Stride < 1)
        {
            yield return new("stride", "at least 1", $"{p.Stride}");
        }
        if ((p.EndIndex > 0 && p.EndIndex < p.StartIndex) || (p.EndIndex < 0 && p.StartIndex < 0 && p.StartIndex > p.EndIndex))
        {
            yield return new("endIndex", $"an end behind the start at {p.StartIndex}", $"{p.EndIndex}");
        }
    }

    private static IEnumerable<ParameterProblem> Upsample(UpsampleLayerParams p)
    {
        bool bilinear = p.Mode == UpsampleLayerParams.Types.InterpolationMode.Bilinear;
        bool linear = p.LinearUpsampleMode != UpsampleLayerParams.Types.LinearUpsampleMode.Default;
        if (p.ScalingFactor.Count is not (0 or 2))
        {
            yield return new("scalingFactor", "2 values or none", $"{p.ScalingFactor.Count}");
        }
        if (p.FractionalScalingFactor.Count is not (0 or 2))
        {
            yield return new("fractionalScalingFactor", "2 values or none", $"{p.FractionalScalingFactor.Count}");
        }
        if (p.ScalingFactor.Count > 0 && p.FractionalScalingFactor.Count > 0)
        {
            yield return new("fractionalScalingFactor", "factors of one kind", "both kinds");
        }
        if (p.FractionalScalingFactor.Count > 0 && !(bilinear && linear))
        {
            yield return new("fractionalScalingFactor", "bilinear interpolation with a linear mode", $"{p.Mode}, {p.LinearUpsampleMode}");
        }
        if (linear && !bilinear)
        {
            yield return new("linearUpsampleMode", "bilinear interpolation", $"{p.Mode}");
        }
    }

    private static IEnumerable<ParameterProblem> ConstantPad(ConstantPaddingLayerParams p, LayerSubject layer)
    {
        if (layer.Layer.Input.Count != 1)
        {
            yield break;
        }
        if (p.PadAmounts.Count == 0 || p.PadAmounts.Count % 2 != 0)
        {
            yield return new("padAmounts", "two values for each dimension", $"{p.PadAmounts.Count}");
        }
        for (int i = 0; p.PadToGivenOutputSizeMode && i + 1 < p.PadAmounts.Count; i += 2)
        {
            if (p.PadAmounts[i] > 0 && p.PadAmounts[i + 1] > 0)
            {
                yield return new($"padAmounts[{i}]", "one of two values above 0", $"{p.PadAmounts[i]} and {p.PadAmounts[i + 1]}");
            }
        }
    }

    private static IEnumerable<ParameterProblem> Convolution3D(Convolution3DLayerParams p)
    {
        foreach ((string field, int value) in ((string, int)[])
        [
            ("outputChannels", p.OutputChannels), ("inputChannels", p.InputChannels), ("nGroups", p.NGroups),
            ("kernelDepth", p.KernelDepth), ("kernelHeight", p.KernelHeight), ("kernelWidth", p.KernelWidth),
            ("strideDepth", p.StrideDepth), ("strideHeight", p.StrideHeight), ("strideWidth", p.StrideWidth),
            ("dilationDepth", p.DilationDepth), ("dilationHeight", p.DilationHeight), ("dilationWidth", p.DilationWidth),
        ])
        {
            if (value <= 0)
            {
                yield return new(field, "at least 1", $"{value}");
            }
        }
        int[] paddings = [p.CustomPaddingFront, p.CustomPaddingBack, p.CustomPaddingTop, p.CustomPaddingBottom, p.CustomPaddingLeft, p.CustomPaddingRight];
        if (paddings.Any(padding => padding < 0))
        {
            yield return new("customPadding", "at least 0", paddings.ShortText());
        }
        if (p.OutputShape.Count > 0 && !(p.IsDeconvolution && p.OutputShape.Count == 3))
        {
            yield return new("outputShape", p.IsDeconvolution ? "3 values or none" : "none, but for a deconvolution", $"{p.OutputShape.Count}");
        }
    }

    private static IEnumerable<ParameterProblem> Pooling3D(Pooling3DLayerParams p)
    {
        int[] sizes = [p.KernelDepth, p.KernelHeight, p.KernelWidth, p.StrideDepth, p.StrideHeight, p.StrideWidth];
        int[] paddings = [p.CustomPaddingFront, p.CustomPaddingBack, p.CustomPaddingTop, p.CustomPaddingBottom, p.CustomPaddingLeft, p.CustomPaddingRight];
        if (sizes.Any(size => size <= 0))
        {
            yield return new("kernelDepth", "kernel and stride of at least 1", sizes.ShortText());
        }
        bool custom = p.PaddingType == Pooling3DLayerParams.Types.Pooling3DPaddingType.Custom;
        if (paddings.Any(padding => padding < 0 || (padding > 0 && !custom)))
        {
            yield return new("customPadding", custom ? "at least 0" : "0, but for padding of type CUSTOM", paddings.ShortText());
        }
    }

    private static IEnumerable<ParameterProblem> SliceStatic(SliceStaticLayerParams p)
    {
        foreach ((string field, int count) in ((string, int)[])
        [
            ("beginIds", p.BeginIds.Count), ("endIds", p.EndIds.Count), ("strides", p.Strides.Count),
            ("beginMasks", p.BeginMasks.Count), ("endMasks", p.EndMasks.Count),
        ])
        {
            if (count == 0)
            {
                yield return new(field, "a value for each dimension");
            }
        }
    }

    private static IEnumerable<ParameterProblem> SplitND(SplitNDLayerParams p, LayerSubject layer)
    {
        if (p.SplitSizes.Count == 0 && p.NumSplits == 0)
        {
            yield return new("numSplits", "a number of parts, or their sizes");
        }
        ulong parts = p.SplitSizes.Count > 0 ? (ulong)p.SplitSizes.Count : p.NumSplits;
        if (parts > 0 && parts != (ulong)layer.Layer.Output.Count)
        {
            yield return new("numSplits", $"{layer.Layer.Output.Count} parts, one for each output", $"{parts}");
        }
    }

    private static IEnumerable<ParameterProblem> BatchedMatmul(BatchedMatMulLayerParams p, LayerSubject layer)
    {
        if (layer.Layer.Input.Count > 1 && p.HasBias)
        {
            yield return new("hasBias", "no bias, since there are two inputs", "true");
        }
        if (layer.Layer.Input.Count > 1 && p.Int8DynamicQuantize)
        {
            yield return new("int8DynamicQuantize", "no quantization, since there are two inputs", "true");
        }
    }
}
