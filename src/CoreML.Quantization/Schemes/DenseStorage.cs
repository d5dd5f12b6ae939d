namespace CoreML.Quantization;

/// <summary>Compressed weights become dense constants of their decoded values.</summary>
public sealed record DenseStorage : CompressionScheme
{
    internal DenseStorage()
    {
    }

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "dense";

    internal override Decision Decide(WeightFacts weight) =>
        weight.IsCompressed ? Decision.Do(new DenseJob(weight.Source)) : Decision.Stay("it is dense already");
}
