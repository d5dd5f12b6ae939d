using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>float32 weights are kept as float16, by <c>constexpr_cast</c>; rounded to nearest, half-way cases to even.</summary>
public sealed record Float16Storage : CompressionScheme
{
    internal Float16Storage()
    {
    }

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => "float16";

    internal override Decision Decide(WeightFacts weight) => weight.Source.ElementType == ElementType.Float32
        ? Decision.Do(new CastJob(weight.Source, weight.Features))
        : Decision.Stay("its elements are float16 already");
}
