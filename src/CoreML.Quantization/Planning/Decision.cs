namespace CoreML.Quantization;

/// <summary>What becomes of a weight: work, or the reason why it stays as it is.</summary>
/// <param name="Job">The work; <see langword="null"/> if the weight stays.</param>
/// <param name="Reason">Why the weight stays; <see langword="null"/> if there is work.</param>
/// <param name="IsRefused">Whether the weight stays although a scheme was meant for it.</param>
internal readonly record struct Decision(CompressionJob? Job, string? Reason, bool IsRefused)
{
    public static Decision Do(CompressionJob job) => new(job, null, false);

    /// <summary>The weight stays because nobody wanted anything else.</summary>
    public static Decision Stay(string reason) => new(null, reason, false);

    /// <summary>The weight stays although a scheme was meant for it.</summary>
    public static Decision Refuse(string reason) => new(null, reason, true);
}
