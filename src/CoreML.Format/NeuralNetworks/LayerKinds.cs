using CoreML.Specification;
using Kind = CoreML.Specification.NeuralNetworkLayer.LayerOneofCase;

namespace CoreML.Format;

/// <summary>Facts about the kinds of layers of neural networks.</summary>
internal static class LayerKinds
{
    // Field numbers grow with the versions: what iOS 12 knew ends with custom layers.
    private const int LastOfIos12 = (int)Kind.Custom;

    /// <summary>What layers of old kinds learned later.</summary>
    public static IReadOnlyList<LayerOption> Options { get; } =
    [
        new(4, "a convolution with weights as an input", layer => layer.LayerCase == Kind.Convolution && layer.Input.Count > 1),
        new(5, "a product in int8", layer => layer.InnerProduct?.Int8DynamicQuantize == true || layer.BatchedMatmul?.Int8DynamicQuantize == true),
        new(5, "upsampling with corners or by fractions", layer => layer.Upsample is { } upsample
            && (upsample.LinearUpsampleMode != UpsampleLayerParams.Types.LinearUpsampleMode.Default || upsample.FractionalScalingFactor.Count > 0)),
        new(5, "a pixel shuffle", layer => layer.ReorganizeData?.Mode == ReorganizeDataLayerParams.Types.ReorganizationType.PixelShuffle),
        new(5, "an interleaving concatenation", layer => layer.ConcatND?.Interleave == true),
        new(5, "a dynamic slice that squeezes", layer => layer.SliceDynamic is { } slice
            && (layer.Input.Count > 6 || slice.SqueezeMasks.Contains(true))),
    ];

    /// <summary>The version of the specification that brought a kind of layer; 4 for none and unknown ones.</summary>
    public static int VersionOf(Kind kind) => kind switch
    {
        Kind.Custom => 2,
        Kind.ResizeBilinear or Kind.CropResize => 3,
        Kind.CumSum or Kind.OneHot or Kind.ClampedReLU or Kind.ArgSort or Kind.Pooling3D or Kind.GlobalPooling3D
            or Kind.SliceBySize or Kind.Convolution3D => 5,
        _ => (int)kind is > 0 and <= LastOfIos12 ? 1 : 4,
    };

    /// <summary>Whether a layer can only be in a network with exact shapes: of a kind, or used in a way, that iOS 12 did not know.</summary>
    public static bool IsNewerThanIos12(NeuralNetworkLayer layer) =>
        VersionOf(layer.LayerCase) > 3 || Options.Any(option => option.IsUsed(layer));

    /// <summary>The name of a kind as the specification spells its field: <c>innerProduct</c>.</summary>
    public static string NameOf(Kind kind) => kind switch
    {
        Kind.Convolution3D => "convolution3d",
        Kind.Pooling3D => "pooling3d",
        Kind.GlobalPooling3D => "globalPooling3d",
        Kind.L2Normalize => "l2normalize",
        Kind.NonMaximumSuppression => "NonMaximumSuppression",
        _ => kind.ToString() is var name ? char.ToLowerInvariant(name[0]) + name[1..] : "",
    };
}
