using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;

namespace CoreML.Builder;

// Convolutions, on images [.., channel, height, width] and volumes [.., channel, depth, height, width].
public sealed partial class Blob
{
    /// <summary>A convolution: each output channel is a sum of the windows of the input channels of its group, weighted.</summary>
    /// <param name="weights">The weights, <c>[outputs, inputs / groups, height, width]</c>.</param>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="kernel">Height and width of a window.</param>
    /// <param name="bias">What is added to each output channel; nothing by default.</param>
    /// <param name="stride">How far a window is from the next, (1, 1) by default.</param>
    /// <param name="dilation">How far apart the pixels of a window are, (1, 1) by default.</param>
    /// <param name="groups">The number of groups of channels; as many as channels for a depthwise convolution.</param>
    /// <param name="padding">What is around the image; nothing by default.</param>
    /// <returns>A blob <c>[.., outputs, height, width]</c>.</returns>
    public Blob Convolution(
        Weights weights, int outputs, (int Height, int Width) kernel, Weights? bias = null, (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null, int groups = 1, Padding? padding = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ConvolutionLayerParams p = NewConvolution(outputs, kernel, bias, stride, dilation, groups, padding);
        long inputs = Size(-3, groups * weights.Count / Math.Max(1, (long)outputs * kernel.Height * kernel.Width));
        p.KernelChannels = (ulong)(inputs / groups);
        p.Weights = Parameters(weights);
        return Layer(new() { Convolution = p });
    }

    /// <summary>A convolution whose weights are a blob <c>[outputs, inputs / groups, height, width]</c>. Specification version 4.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="kernel">Height and width of a window.</param>
    /// <param name="bias">What is added to each output channel; nothing by default.</param>
    /// <param name="stride">How far a window is from the next, (1, 1) by default.</param>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="padding">What is around the image; nothing by default.</param>
    /// <returns>A blob <c>[.., outputs, height, width]</c>.</returns>
    public Blob Convolution(
        Blob weights, int outputs, (int Height, int Width) kernel, Weights? bias = null, (int Height, int Width)? stride = null, int groups = 1,
        Padding? padding = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ConvolutionLayerParams p = NewConvolution(outputs, kernel, bias, stride, null, groups, padding);
        p.KernelChannels = (ulong)(Size(-3, groups) / groups);
        return Layer(new() { Convolution = p }, weights);
    }

    /// <summary>A transposed convolution: each input pixel adds a window to the output.</summary>
    /// <param name="weights">The weights, <c>[inputs, outputs / groups, height, width]</c>.</param>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="kernel">Height and width of a window.</param>
    /// <param name="bias">What is added to each output channel; nothing by default.</param>
    /// <param name="stride">How far a window is from the next in the output, (1, 1) by default.</param>
    /// <param name="dilation">How far apart the pixels of a window are, (1, 1) by default.</param>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="padding">What is cut off around the output; nothing by default.</param>
    /// <param name="size">Height and width of the output; by default they follow.</param>
    /// <returns>A blob <c>[.., outputs, height, width]</c>.</returns>
    public Blob Deconvolution(
        Weights weights, int outputs, (int Height, int Width) kernel, Weights? bias = null, (int Height, int Width)? stride = null,
        (int Height, int Width)? dilation = null, int groups = 1, Padding? padding = null, (int Height, int Width)? size = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        ConvolutionLayerParams p = NewConvolution(outputs, kernel, bias, stride, dilation, groups, padding);
        p.IsDeconvolution = true;
        p.KernelChannels = (ulong)Size(-3, groups * weights.Count / Math.Max(1, (long)outputs * kernel.Height * kernel.Width));
        p.Weights = Parameters(weights);
        p.OutputShape.Add(size is { } given ? Unsigned([given.Height, given.Width]) : []);
        return Layer(new() { Convolution = p });
    }

    /// <summary>A convolution of volumes. Specification version 5.</summary>
    /// <param name="weights">The weights, <c>[outputs, inputs / groups, depth, height, width]</c>, or for a transposed convolution
    /// <c>[inputs, outputs / groups, depth, height, width]</c>; not quantized.</param>
    /// <param name="outputs">The number of output channels.</param>
    /// <param name="kernel">The size of a window.</param>
    /// <param name="bias">What is added to each output channel; nothing by default.</param>
    /// <param name="stride">How far a window is from the next, (1, 1, 1) by default.</param>
    /// <param name="dilation">How far apart the elements of a window are, (1, 1, 1) by default.</param>
    /// <param name="groups">The number of groups of channels.</param>
    /// <param name="padding">What is around the volume; nothing by default.</param>
    /// <param name="transposed">Whether each input element adds a window to the output instead.</param>
    /// <param name="size">The size of the output of a transposed convolution; by default it follows.</param>
    /// <returns>A blob <c>[.., outputs, depth, height, width]</c>.</returns>
    public Blob Convolution3D(
        Weights weights, int outputs, (int Depth, int Height, int Width) kernel, Weights? bias = null, (int Depth, int Height, int Width)? stride = null,
        (int Depth, int Height, int Width)? dilation = null, int groups = 1, VolumePadding? padding = null, bool transposed = false,
        (int Depth, int Height, int Width)? size = null)
    {
        ArgumentNullException.ThrowIfNull(weights);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groups);
        VolumePadding around = padding ?? VolumePadding.None;
        (int Depth, int Height, int Width) step = stride ?? (1, 1, 1);
        (int Depth, int Height, int Width) apart = dilation ?? (1, 1, 1);
        return Layer(new()
        {
            Convolution3D = new Convolution3DLayerParams
            {
                OutputChannels = outputs,
                InputChannels = (int)Size(-4, groups * weights.Count / Math.Max(1, (long)outputs * kernel.Depth * kernel.Height * kernel.Width)),
                NGroups = groups,
                KernelDepth = kernel.Depth,
                KernelHeight = kernel.Height,
                KernelWidth = kernel.Width,
                StrideDepth = step.Depth,
                StrideHeight = step.Height,
                StrideWidth = step.Width,
                DilationDepth = apart.Depth,
                DilationHeight = apart.Height,
                DilationWidth = apart.Width,
                HasBias = bias is not null,
                Weights = Parameters(weights),
                Bias = bias?.ToParameters(),
                PaddingType = (Convolution3DLayerParams.Types.PaddingType)around.Kind,
                CustomPaddingFront = around.Depth.Before,
                CustomPaddingBack = around.Depth.After,
                CustomPaddingTop = around.Height.Before,
                CustomPaddingBottom = around.Height.After,
                CustomPaddingLeft = around.Width.Before,
                CustomPaddingRight = around.Width.After,
                IsDeconvolution = transposed,
                OutputShape = { size is { } given ? Unsigned([given.Depth, given.Height, given.Width]) : [] },
            },
        });
    }

    private static ConvolutionLayerParams NewConvolution(
        int outputs, (int Height, int Width) kernel, Weights? bias, (int Height, int Width)? stride, (int Height, int Width)? dilation, int groups,
        Padding? padding)
    {
        (int Height, int Width) step = stride ?? (1, 1);
        (int Height, int Width) apart = dilation ?? (1, 1);
        var p = new ConvolutionLayerParams
        {
            OutputChannels = Unsigned([outputs])[0],
            NGroups = (ulong)groups,
            KernelSize = { Unsigned([kernel.Height, kernel.Width]) },
            Stride = { Unsigned([step.Height, step.Width]) },
            DilationFactor = { Unsigned([apart.Height, apart.Width]) },
            HasBias = bias is not null,
            Bias = bias?.ToParameters(),
        };
        switch ((padding ??= Padding.None).Kind)
        {
            case Padding.PaddingKind.Valid:
                p.Valid = padding.ToValid();
                break;
            case Padding.PaddingKind.Same:
                p.Same = padding.ToSame();
                break;
            default:
                throw new ArgumentException("This padding is for pooling only.", nameof(padding));
        }
        return p;
    }
}
