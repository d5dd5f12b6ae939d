namespace CoreML.Quantization;

/// <summary>How the tables of a palettized weight are made.</summary>
public enum PalettizationMode
{
    /// <summary>By k-means: the table with the smallest sum of squared errors. For single elements it is the optimum; for vectors
    /// what a good heuristic finds.</summary>
    KMeans,

    /// <summary>Entries at equal distances from the smallest to the largest weight.</summary>
    Uniform,

    /// <summary>The distinct values of the weight, which is kept exactly. Weights with more than 256 of them are refused.</summary>
    Unique,

    /// <summary>By the caller.</summary>
    Custom,
}
