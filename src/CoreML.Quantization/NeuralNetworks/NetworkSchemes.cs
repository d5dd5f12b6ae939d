using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>What the schemes for all models mean for a weight of a neural network.</summary>
internal static class NetworkSchemes
{
    /// <summary>Translates a scheme.</summary>
    /// <param name="scheme">Any scheme.</param>
    /// <param name="weight">The weight it is for.</param>
    /// <param name="reason">Why networks cannot keep what the scheme makes.</param>
    /// <returns>A scheme that <see cref="NetworkEncoder"/> knows; <see langword="null"/> if there is none.</returns>
    public static CompressionScheme? Translate(CompressionScheme scheme, NetworkWeight weight, out string? reason)
    {
        reason = scheme switch
        {
            LinearQuantization { Granularity: Granularity.PerBlock } => "neural networks have no scales for blocks",
            LinearQuantization { Axis: { } axis } when !IsChannelAxis(weight, axis) => $"its scales cannot lie along axis {axis}",
            Palettization { Granularity: Granularity.PerGroupedChannel } => "neural networks have one table for a weight",
            Palettization { ClusterDim: > 1 } => "tables of neural networks have no vectors",
            Palettization { HasPerChannelScale: true } => "neural networks have no scales beside tables",
            Palettization { TableQuantization: not null } => "tables of neural networks are not quantized",
            Pruning or JointCompression => "neural networks do not keep sparse weights",
            _ => null,
        };
        return reason is not null ? null : scheme switch
        {
            LinearQuantization linear => Linear(linear),
            Palettization palette => new NetworkQuantization(ModeOf(palette.Mode), palette.NBits)
            {
                Table = palette.Table is { } table ? (_, elements) => table(elements) : null,
                Sensitivity = palette.Sensitivity,
            },
            _ => scheme,
        };
    }

    private static NetworkQuantization Linear(LinearQuantization linear)
    {
        NetworkQuantizationMode mode = linear.Mode == QuantizationMode.Linear ? NetworkQuantizationMode.Linear : NetworkQuantizationMode.LinearSymmetric;
        var scheme = new NetworkQuantization(mode, linear.ElementType.BitWidth);
        return linear.Granularity == Granularity.PerTensor ? scheme.PerTensor() : scheme;
    }

    private static NetworkQuantizationMode ModeOf(PalettizationMode mode) => mode switch
    {
        PalettizationMode.KMeans => NetworkQuantizationMode.KMeans,
        PalettizationMode.Uniform => NetworkQuantizationMode.LinearTable,
        PalettizationMode.Unique => NetworkQuantizationMode.Unique,
        _ => NetworkQuantizationMode.Custom,
    };

    // Weights with one scale have no other choice whatever axis is asked for.
    private static bool IsChannelAxis(NetworkWeight weight, int axis) => NetworkLayers.ScalesOf(weight) == 1
        || (axis < 0 ? axis + weight.Shape.Count : axis) == weight.Layout.ChannelAxis;
}
