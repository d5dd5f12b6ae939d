using CoreML.Builder;
using CoreML.Specification;
using Coordinates = CoreML.Specification.BoxCoordinatesMode.Types.Coordinates;
using Global3D = CoreML.Specification.GlobalPooling3DLayerParams.Types.GlobalPoolingType3D;
using Pool = CoreML.Specification.PoolingLayerParams.Types.PoolingType;
using Pool3D = CoreML.Specification.Pooling3DLayerParams.Types.PoolingType3D;
using Reorganization = CoreML.Specification.ReorganizeDataLayerParams.Types.ReorganizationType;
using Sampling = CoreML.Specification.SamplingMode.Types.Method;
using Upsampling = CoreML.Specification.UpsampleLayerParams.Types;

namespace CoreML.Tests;

internal static partial class LayerSamples
{
    private static IEnumerable<LayerSample> Spatial() =>
    [
        Rank5("convolution_valid", "x:3,7,6", "6,5,5", n => n.X.Convolution(n.W(108), 6, (3, 2), n.W(6))),
        Rank5("convolution_same", "x:3,7,6", "6,4,3", n => n.X.Convolution(n.W(162), 6, (3, 3), n.W(6), stride: (2, 2), padding: Padding.Same)),
        Rank5("convolution same, top left", "x:3,7,6", "6,7,6", n => n.X.Convolution(n.W(162), 6, (3, 3), padding: Padding.SameTopLeft)),
        Rank5("convolution_padded", "x:3,7,6", "4,4,5", n => n.X.Convolution(n.W(108), 4, (3, 3), stride: (2, 1), padding: Padding.Of((1, 2), (0, 1)))),
        Rank5("convolution_dilated", "x:3,7,6", "6,5,4", n => n.X.Convolution(n.W(72), 6, (2, 2), n.W(6), dilation: (2, 2))),
        Rank5("convolution_depthwise", "x:3,7,6", "6,5,4", n => n.X.Convolution(n.W(54), 6, (3, 3), n.W(6), groups: 3)),
        Exact("convolution with a blob", "x:1,3,7,6 w:6,3,3,3", "y:1,6,5,4", n => n.X.Convolution(n["w"], 6, (3, 3), n.W(6))),
        Rank5("deconvolution", "x:3,7,6", "4,15,13", n => n.X.Deconvolution(n.W(108), 4, (3, 3), stride: (2, 2))),
        Rank5("deconvolution_output_shape", "x:3,7,6", "4,14,12", n =>
            n.X.Deconvolution(n.W(108), 4, (3, 3), stride: (2, 2), padding: Padding.Same, size: (14, 12))),
        Rank5("deconvolution same", "x:3,7,6", "4,14,12", n => n.X.Deconvolution(n.W(108), 4, (3, 3), stride: (2, 2), padding: Padding.Same)),
        Exact("convolution3d", "x:1,2,4,5,5", "y:1,3,3,3,3", n => n.X.Convolution3D(n.W(108), 3, (2, 3, 3), n.W(3))),
        Exact("convolution3d with padding", "x:1,2,4,5,5", "y:1,3,6,7,8", n =>
            n.X.Convolution3D(n.W(108), 3, (2, 3, 3), padding: VolumePadding.Of((1, 2), (2, 2), (2, 3)))),
        Exact("deconvolution3d", "x:1,2,4,5,5", "y:1,3,8,5,5", n =>
            n.X.Convolution3D(n.W(108), 3, (2, 3, 3), stride: (2, 1, 1), padding: VolumePadding.Same, transposed: true)),
        Exact("deconvolution3d of a size", "x:1,2,4,5,5", "y:1,3,9,5,5", n =>
            n.X.Convolution3D(n.W(108), 3, (2, 3, 3), stride: (2, 1, 1), transposed: true, size: (9, 5, 5))),
        .. Pooling(),
        Rank5("crop", "x:3,7,6", "3,4,3", n => n.X.Crop((2, 1), (1, 2))),
        Rank5("crop like another", "x:3,7,6 z:1,2,3", "3,2,3", n => n.X.Crop(n["z"], (1, 1))),
        Rank5("padding_constant", "x:3,7,6", "3,10,9", n => n.X.Pad((2, 1), (1, 2), 0.5f)),
        Rank5("padding_reflection", "x:3,7,6", "3,10,9", n => n.X.PadReflecting((2, 1), (1, 2))),
        Rank5("padding_replication", "x:3,7,6", "3,10,9", n => n.X.PadReplicating((2, 1), (1, 2))),
        Rank5("upsample_nn", "x:3,7,6", "3,14,18", n => n.X.Upsample((2, 3))),
        Rank5("upsample_bilinear", "x:3,7,6", "3,14,12", n => n.X.Upsample((2, 2), Upsampling.InterpolationMode.Bilinear)),
        Exact("upsample with corners", "x:1,3,7,6", "y:1,3,14,12", n =>
            n.X.Upsample((2, 2), Upsampling.InterpolationMode.Bilinear, Upsampling.LinearUpsampleMode.AlignCornersTrue)),
        Exact("upsample_fractional", "x:1,3,7,6", "y:1,3,10,15", n => n.X.Upsample((1.5f, 2.5f))),
        Rank5("resize_bilinear_strict_align_endpoints_mode", "x:3,7,6", "3,9,4", n => n.X.ResizeBilinear((9, 4))),
        Rank5("resize_bilinear_align_endpoints_mode", "x:3,7,6", "3,9,4", n => n.X.ResizeBilinear((9, 4), Sampling.AlignEndpointsMode)),
        Rank5("resize_bilinear_upsample_mode", "x:3,7,6", "3,9,4", n => n.X.ResizeBilinear((9, 4), Sampling.UpsampleMode)),
        Rank5("resize_bilinear_roi_align_mode", "x:3,7,6", "3,9,4", n => n.X.ResizeBilinear((9, 4), Sampling.RoiAlignMode)),
        Exact("crop_resize", "x:1,1,3,7,6 roi:2,1,4,1,1", "y:2,1,3,3,3", n => n.X.CropResize(n["roi"], (3, 3), normalized: true)),
        .. Enum.GetValues<Coordinates>().Select(mode => Exact($"crop_resize {mode}", "x:1,4,3,7,6 roi:2,1,5,1,1", "y:2,1,3,3,3", n =>
            n.X.CropResize(n["roi"], (3, 3), sampling: Sampling.RoiAlignMode, coordinates: mode, spatialScale: 0.5f))),
        Rank5("reorganize_space_to_depth", "x:4,4,6", "16,2,3", n => n.X.ReorganizeData(Reorganization.SpaceToDepth, 2)),
        Rank5("reorganize_depth_to_space", "x:4,4,6", "1,8,12", n => n.X.ReorganizeData(Reorganization.DepthToSpace, 2)),
        Exact("reorganize_pixel_shuffle", "x:1,4,4,6", "y:1,1,8,12", n => n.X.ReorganizeData(Reorganization.PixelShuffle, 2)),
    ];

    private static IEnumerable<LayerSample> Pooling()
    {
        foreach ((string name, Pool type) in ((string, Pool)[])[("max", Pool.Max), ("average", Pool.Average), ("l2", Pool.L2)])
        {
            yield return Rank5($"pooling_{name}_valid", "x:3,7,6", "3,3,3", n => n.X.Pooling(type, (3, 2), (2, 2)));
            yield return Rank5($"pooling_{name}_same", "x:3,7,6", "3,4,3", n => n.X.Pooling(type, (3, 2), (2, 2), Padding.Same));
            yield return Rank5($"pooling_{name}_global", "x:3,7,6", "3,1,1", n => n.X.GlobalPooling(type));
        }
        yield return Rank5("pooling_average_same_include_pad", "x:3,7,6", "3,4,3", n =>
            n.X.Pooling(Pool.Average, (3, 2), (2, 2), Padding.Same, excludePadding: false));
        yield return Rank5("pooling_include_last_pixel", "x:3,7,6", "3,4,4", n => n.X.Pooling(Pool.Max, (3, 3), (2, 2), Padding.IncludeLastPixel(1, 1)));
        yield return Rank5("pooling of windows side by side", "x:3,7,6", "3,3,2", n => n.X.MaxPool((2, 3)));
        yield return Rank5("means of windows side by side", "x:3,7,6", "3,3,2", n => n.X.AveragePool((2, 3)));
        yield return Exact("pooling3d_max", "x:1,2,4,5,6", "y:1,2,3,2,2", n => n.X.Pooling3D(Pool3D.Max, (2, 3, 3), (1, 2, 2)));
        yield return Exact("pooling3d_average", "x:1,2,4,5,6", "y:1,2,3,2,2", n => n.X.Pooling3D(Pool3D.Average, (2, 3, 3), (1, 2, 2)));
        yield return Exact("pooling3d same", "x:1,2,4,5,6", "y:1,2,2,3,6", n => n.X.Pooling3D(Pool3D.Max, (2, 2, 2), (2, 2, 1), VolumePadding.Same));
        yield return Exact("pooling3d custom", "x:1,2,4,5,6", "y:1,2,4,6,8", n =>
            n.X.Pooling3D(Pool3D.Max, (2, 2, 2), padding: VolumePadding.Of((0, 1), (1, 1), (2, 1))));
        yield return Exact("global_pooling3d_max", "x:1,2,4,5,6", "y:1,2,1,1,1", n => n.X.GlobalPooling3D(Global3D.Max));
        yield return Exact("global_pooling3d_average", "x:1,2,4,5,6", "y:1,2,1,1,1", n => n.X.GlobalPooling3D());
    }
}
