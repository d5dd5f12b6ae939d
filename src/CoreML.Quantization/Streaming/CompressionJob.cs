using CoreML.Mil;

namespace CoreML.Quantization;

/// <summary>The work on one weight: says which operations decode the result, computes it, and checks what it writes. Weights that
/// several functions share have one job.</summary>
internal abstract class CompressionJob(WeightSource source)
{
    /// <summary>The weight.</summary>
    public WeightSource Source { get; private set; } = source;

    /// <summary>How far the result is from the weight, once it is executed.</summary>
    public ErrorSums Error { get; protected set; }

    /// <summary>What else is to be said about the result, once the work is done; <see langword="null"/> for nothing.</summary>
    public string? Note { get; protected set; }

    /// <summary>How long the work took.</summary>
    public TimeSpan Elapsed { get; set; }

    /// <summary>What is to be written. Known after <see cref="Survey"/>.</summary>
    public abstract IReadOnlyList<PendingContent> Contents { get; }

    /// <summary>Finds out, where the weight's values tell, how much there will be to write.</summary>
    /// <returns>That the weight stays as it is, and why; <see langword="null"/> to go on.</returns>
    public virtual Decision? Survey(Workers workers) => null;

    /// <summary>Inserts the operations that decode the result.</summary>
    /// <returns>The value that stands for the weight from now on.</returns>
    public abstract MilValue Emit(DecoderGraph graph);

    /// <summary>Computes the contents, checks and writes them.</summary>
    public abstract void Execute(Workers workers);

    /// <summary>Lets the work be done on other elements of the same type and shape.</summary>
    public void Retarget(WeightSource source) => Source = source;
}
