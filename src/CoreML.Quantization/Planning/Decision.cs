namespace CoreML.Quantization;

/// <summary>What becomes of a weight: work, or the reason why it stays as it is.</summary>
/// <param name="Job">The work; <see langword="null"/> if the weight stays.</param>
/// <param name="Reason">Why the weight stays, or what of its scheme could not be applied; <see langword="null"/> if all was.</param>
/// <param name="IsRefused">Whether something that was meant for the weight cannot be applied.</param>
internal readonly record struct Decision(CompressionJob? Job, string? Reason, bool IsRefused)
{
    /// <summary>What is applied, if it is not all of the scheme that was meant.</summary>
    public CompressionScheme? Instead { get; init; }

    public static Decision Do(CompressionJob job) => new(job, null, false);

    /// <summary>The weight stays because nobody wanted anything else.</summary>
    public static Decision Stay(string reason) => new(null, reason, false);

    /// <summary>The weight stays although a scheme was meant for it.</summary>
    public static Decision Refuse(string reason) => new(null, reason, true);
}
