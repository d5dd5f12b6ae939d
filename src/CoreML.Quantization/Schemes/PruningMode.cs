namespace CoreML.Quantization;

/// <summary>How elements are chosen that become zero.</summary>
public enum PruningMode
{
    /// <summary>By a threshold for magnitudes.</summary>
    Threshold,

    /// <summary>By the share of elements, those of the smallest magnitude; single ones or blocks.</summary>
    Magnitude,

    /// <summary>n of every m neighbours.</summary>
    NOfM,
}
