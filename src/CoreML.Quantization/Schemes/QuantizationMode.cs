namespace CoreML.Quantization;

/// <summary>How the range of a block of weights is laid over the integers.</summary>
public enum QuantizationMode
{
    /// <summary>From −max to max with the largest magnitude, zero in the middle; coremltools' <c>linear_symmetric</c>. One integer
    /// stays unused: the lowest of a signed type, the highest of an unsigned one.</summary>
    LinearSymmetric,

    /// <summary>From the smallest to the largest weight, widened to contain zero, with a zero point for each block; coremltools'
    /// <c>linear</c>.</summary>
    Linear,
}
