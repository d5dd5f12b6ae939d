namespace CoreML.Quantization;

/// <summary>Which elements of a weight share a scale or a table.</summary>
public enum Granularity
{
    /// <summary>All.</summary>
    PerTensor,

    /// <summary>Those of an output channel.</summary>
    PerChannel,

    /// <summary>Those of a block inside an output channel.</summary>
    PerBlock,

    /// <summary>Those of neighbouring channels.</summary>
    PerGroupedChannel,
}
