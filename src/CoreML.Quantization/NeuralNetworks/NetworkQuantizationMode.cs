namespace CoreML.Quantization;

/// <summary>How the elements of a neural network's weight become small integers.</summary>
public enum NetworkQuantizationMode
{
    /// <summary>Equal steps from the smallest to the largest weight; coremltools' <c>linear</c>.</summary>
    Linear,

    /// <summary>Equal steps on both sides of zero, which is kept exactly; coremltools' <c>linear_symmetric</c>.</summary>
    LinearSymmetric,

    /// <summary>A table with equal steps from the smallest to the largest weight; coremltools' <c>linear_lut</c>.</summary>
    LinearTable,

    /// <summary>The table with the smallest sum of squared errors, the exact optimum; coremltools' <c>kmeans_lut</c>.</summary>
    KMeans,

    /// <summary>A table of the distinct values of the weight, which is kept exactly. Weights with more than 256 of them are
    /// refused.</summary>
    Unique,

    /// <summary>A table made by the caller; coremltools' <c>custom_lut</c>.</summary>
    Custom,

    /// <summary>Signed bytes for layers that quantize what comes in and multiply bytes.</summary>
    Int8Products,
}
