using CoreML.Specification;
using static CoreML.Builder.NeuralNetworkBuilder;
using Coordinates = CoreML.Specification.BoxCoordinatesMode.Types.Coordinates;
using Sampling = CoreML.Specification.SamplingMode.Types.Method;
using Upsampling = CoreML.Specification.UpsampleLayerParams.Types;

namespace CoreML.Builder;

// Layers that change height and width: the last two axes.
public sealed partial class Blob
{
    /// <summary>Cuts off edges.</summary>
    /// <param name="height">How much above and below.</param>
    /// <param name="width">How much on the left and on the right.</param>
    /// <returns>A smaller blob.</returns>
    public Blob Crop((int Start, int End) height, (int Start, int End) width) =>
        Layer(new() { Crop = new() { CropAmounts = Padding.Of(height, width).ToAmounts(), Offset = { 0, 0 } } });

    /// <summary>Cuts out a part that is as high and wide as another blob.</summary>
    /// <param name="like">The other blob.</param>
    /// <param name="offset">Where the part begins.</param>
    /// <returns>A smaller blob.</returns>
    public Blob Crop(Blob like, (int Height, int Width) offset = default) =>
        Layer(new() { Crop = new() { Offset = { Unsigned([offset.Height, offset.Width]) } } }, like);

    /// <summary>Adds edges of one value.</summary>
    /// <param name="height">How much above and below.</param>
    /// <param name="width">How much on the left and on the right.</param>
    /// <param name="value">The value.</param>
    /// <returns>A larger blob.</returns>
    public Blob Pad((int Before, int After) height, (int Before, int After) width, float value = 0) =>
        Layer(new() { Padding = new() { Constant = new() { Value = value }, PaddingAmounts = Padding.Of(height, width).ToAmounts() } });

    /// <summary>Adds edges in which the image is mirrored, without its outermost pixels.</summary>
    /// <param name="height">How much above and below; less than the height.</param>
    /// <param name="width">How much on the left and on the right; less than the width.</param>
    /// <returns>A larger blob.</returns>
    public Blob PadReflecting((int Before, int After) height, (int Before, int After) width) =>
        Layer(new() { Padding = new() { Reflection = new(), PaddingAmounts = Padding.Of(height, width).ToAmounts() } });

    /// <summary>Adds edges in which the outermost pixels are repeated.</summary>
    /// <param name="height">How much above and below.</param>
    /// <param name="width">How much on the left and on the right.</param>
    /// <returns>A larger blob.</returns>
    public Blob PadReplicating((int Before, int After) height, (int Before, int After) width) =>
        Layer(new() { Padding = new() { Replication = new(), PaddingAmounts = Padding.Of(height, width).ToAmounts() } });

    /// <summary>Multiplies height and width.</summary>
    /// <param name="factors">The factors.</param>
    /// <param name="mode">Whether pixels are repeated or interpolated.</param>
    /// <param name="alignment">How interpolation treats corners; BILINEAR only, and from specification version 5 on if it is not DEFAULT.</param>
    /// <returns>A larger blob.</returns>
    public Blob Upsample(
        (int Height, int Width) factors, Upsampling.InterpolationMode mode = Upsampling.InterpolationMode.Nn,
        Upsampling.LinearUpsampleMode alignment = Upsampling.LinearUpsampleMode.Default) =>
        Layer(new() { Upsample = new() { ScalingFactor = { Unsigned([factors.Height, factors.Width]) }, Mode = mode, LinearUpsampleMode = alignment } });

    /// <summary>Multiplies height and width by fractions, and interpolates. Specification version 5.</summary>
    /// <param name="factors">The factors; the product is rounded down.</param>
    /// <param name="alignment">How interpolation treats corners; not DEFAULT.</param>
    /// <returns>A larger blob.</returns>
    public Blob Upsample(
        (float Height, float Width) factors, Upsampling.LinearUpsampleMode alignment = Upsampling.LinearUpsampleMode.AlignCornersFalse) => Layer(new()
        {
            Upsample = new()
            {
                FractionalScalingFactor = { factors.Height, factors.Width },
                Mode = Upsampling.InterpolationMode.Bilinear,
                LinearUpsampleMode = alignment,
            },
        });

    /// <summary>Brings height and width to a size by interpolation. Specification version 3.</summary>
    /// <param name="size">The size.</param>
    /// <param name="sampling">At which points the image is read.</param>
    /// <returns>A blob <c>[.., height, width]</c>.</returns>
    public Blob ResizeBilinear((int Height, int Width) size, Sampling sampling = Sampling.StrictAlignEndpointsMode) => Layer(new()
    {
        ResizeBilinear = new() { TargetSize = { Unsigned([size.Height, size.Width]) }, Mode = new() { SamplingMethod = sampling } },
    });

    /// <summary>Cuts boxes out of images and brings them all to one size. Specification version 3.</summary>
    /// <param name="boxes">The boxes, <c>[boxes, 1, 4, 1, 1]</c>, or 5 numbers with that of the image in front.</param>
    /// <param name="size">The size.</param>
    /// <param name="normalized">Whether coordinates go from 0 to 1; else they count pixels.</param>
    /// <param name="sampling">At which points of a box the image is read.</param>
    /// <param name="coordinates">What the four numbers of a box are.</param>
    /// <param name="spatialScale">A factor for the coordinates.</param>
    /// <returns>From <c>[1, batch, channel, height, width]</c> a blob <c>[boxes, batch, channel, height, width]</c>.</returns>
    public Blob CropResize(
        Blob boxes, (int Height, int Width) size, bool normalized = false, Sampling sampling = Sampling.StrictAlignEndpointsMode,
        Coordinates coordinates = Coordinates.CornersHeightFirst, float spatialScale = 1) => Layer(
            new()
            {
                CropResize = new()
                {
                    TargetSize = { Unsigned([size.Height, size.Width]) },
                    NormalizedCoordinates = normalized,
                    Mode = new() { SamplingMethod = sampling },
                    BoxIndicesMode = new() { BoxMode = coordinates },
                    SpatialScale = spatialScale,
                },
            },
            boxes);

    /// <summary>Moves blocks of pixels into the channels, or channels into blocks of pixels.</summary>
    /// <param name="mode">In which direction and order; PIXEL_SHUFFLE from specification version 5.</param>
    /// <param name="blockSize">Height and width of a block; 2 or more.</param>
    /// <returns>A blob with as many elements.</returns>
    public Blob ReorganizeData(ReorganizeDataLayerParams.Types.ReorganizationType mode, int blockSize) =>
        Layer(new() { ReorganizeData = new() { Mode = mode, BlockSize = Unsigned([blockSize])[0] } });
}
