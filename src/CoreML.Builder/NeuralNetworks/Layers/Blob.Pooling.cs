using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;
using PoolingType = CoreML.Specification.PoolingLayerParams.Types.PoolingType;
using PoolingType3D = CoreML.Specification.Pooling3DLayerParams.Types.PoolingType3D;

namespace CoreML.Builder;

// Pooling, on images [.., channel, height, width] and volumes [.., channel, depth, height, width].
public sealed partial class Blob
{
    /// <summary>Replaces each window by one number.</summary>
    /// <param name="type">Which: the largest, the mean, or the root of the sum of squares.</param>
    /// <param name="kernel">Height and width of a window.</param>
    /// <param name="stride">How far a window is from the next; (1, 1) by default.</param>
    /// <param name="padding">What is around the image; nothing by default.</param>
    /// <param name="excludePadding">Whether padding does not count in the mean.</param>
    /// <returns>A blob <c>[.., channel, height, width]</c>.</returns>
    public Blob Pooling(
        PoolingType type, (int Height, int Width) kernel, (int Height, int Width)? stride = null, Padding? padding = null, bool excludePadding = true)
    {
        (int Height, int Width) step = stride ?? (1, 1);
        var p = new PoolingLayerParams
        {
            Type = type,
            KernelSize = { Unsigned([kernel.Height, kernel.Width]) },
            Stride = { Unsigned([step.Height, step.Width]) },
            AvgPoolExcludePadding = excludePadding,
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
                p.IncludeLastPixel = padding.ToComplete();
                break;
        }
        return Layer(new() { Pooling = p });
    }

    /// <summary>The largest element of each window; windows do not overlap unless a stride is given.</summary>
    public Blob MaxPool((int Height, int Width) kernel, (int Height, int Width)? stride = null, Padding? padding = null) =>
        Pooling(PoolingType.Max, kernel, stride ?? kernel, padding);

    /// <summary>The mean of each window; windows do not overlap unless a stride is given.</summary>
    public Blob AveragePool((int Height, int Width) kernel, (int Height, int Width)? stride = null, Padding? padding = null) =>
        Pooling(PoolingType.Average, kernel, stride ?? kernel, padding);

    /// <summary>Replaces the whole image by one number for each channel.</summary>
    /// <param name="type">Which: the largest, the mean, or the root of the sum of squares.</param>
    /// <returns>A blob <c>[.., channel, 1, 1]</c>.</returns>
    public Blob GlobalPooling(PoolingType type = PoolingType.Average) => Layer(new()
    {
        Pooling = new PoolingLayerParams
        {
            Type = type,
            KernelSize = { 1, 1 },
            Stride = { 1, 1 },
            Valid = Padding.None.ToValid(),
            AvgPoolExcludePadding = true,
            GlobalPooling = true,
        },
    });

    /// <summary>Replaces each window of a volume by one number. Specification version 5.</summary>
    /// <param name="type">Which: the largest or the mean.</param>
    /// <param name="kernel">The size of a window.</param>
    /// <param name="stride">How far a window is from the next; (1, 1, 1) by default.</param>
    /// <param name="padding">What is around the volume; nothing by default.</param>
    /// <param name="excludePadding">Whether padding does not count in the mean.</param>
    /// <returns>A blob <c>[.., channel, depth, height, width]</c>.</returns>
    public Blob Pooling3D(
        PoolingType3D type, (int Depth, int Height, int Width) kernel, (int Depth, int Height, int Width)? stride = null, VolumePadding? padding = null,
        bool excludePadding = false)
    {
        (int Depth, int Height, int Width) step = stride ?? (1, 1, 1);
        VolumePadding around = padding ?? VolumePadding.None;
        return Layer(new()
        {
            Pooling3D = new Pooling3DLayerParams
            {
                Type = type,
                KernelDepth = kernel.Depth,
                KernelHeight = kernel.Height,
                KernelWidth = kernel.Width,
                StrideDepth = step.Depth,
                StrideHeight = step.Height,
                StrideWidth = step.Width,
                PaddingType = (Pooling3DLayerParams.Types.Pooling3DPaddingType)around.Kind,
                CustomPaddingFront = around.Depth.Before,
                CustomPaddingBack = around.Depth.After,
                CustomPaddingTop = around.Height.Before,
                CustomPaddingBottom = around.Height.After,
                CustomPaddingLeft = around.Width.Before,
                CustomPaddingRight = around.Width.After,
                CountExcludePadding = excludePadding,
            },
        });
    }

    /// <summary>Replaces the whole volume by one number for each channel. Specification version 5.</summary>
    /// <param name="type">Which: the largest or the mean.</param>
    /// <returns>A blob <c>[.., channel, 1, 1, 1]</c>.</returns>
    public Blob GlobalPooling3D(GlobalPooling3DLayerParams.Types.GlobalPoolingType3D type = GlobalPooling3DLayerParams.Types.GlobalPoolingType3D.Average) =>
        Layer(new() { GlobalPooling3D = new() { Type = type } });
}
