using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>A weight on its way through a compression.</summary>
/// <param name="plan">What was decided.</param>
/// <param name="stage">Number of the stage whose program has the weight.</param>
/// <param name="job">The work; weights that are the same share it.</param>
internal sealed class PlannedWeight(WeightPlan plan, int stage, CompressionJob? job)
{
    public WeightPlan Plan => plan;

    public int Stage => stage;

    public CompressionJob? Job => job;

    /// <summary>Why the weight stays after all.</summary>
    public string? Reason { get; set; } = plan.Decision.Reason;

    /// <summary>Whether something that was meant for the weight cannot be applied.</summary>
    public bool IsRefused { get; set; } = plan.Decision.IsRefused;

    /// <summary>The value that stands for the weight in the result; <see langword="null"/> if it stays.</summary>
    public MilValue? Result { get; set; }

    public WeightReport Report() => new()
    {
        Name = plan.Name,
        Path = plan.Path,
        Shape = plan.Weight.Shape,
        ElementType = plan.Weight.ElementType,
        Scheme = Result is null ? null : (plan.Decision.Instead ?? plan.Scheme!).ToString(),
        Reason = Reason ?? (Result is null ? null : job!.Note),
        BytesBefore = plan.BytesBefore,
        BytesAfter = Result is null ? plan.BytesBefore : ProgramWeight.Of(Result).SizeInBytes,
        Snr = Result is null ? double.PositiveInfinity : job!.Error.Decibels,
        WorstError = Result is null ? 0 : job!.Error.Worst,
        Elapsed = Result is null ? TimeSpan.Zero : job!.Elapsed,
    };
}
