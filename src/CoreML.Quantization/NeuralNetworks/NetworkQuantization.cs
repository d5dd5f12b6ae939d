using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// Quantization of weights of neural networks: integers of 1 to 8 bits that stand for <c>q · scale + bias</c>, or for an entry of a
/// table. With <c>n</c> bits, linear: <c>scale = (max − min) / (2ⁿ − 1)</c>, <c>bias = min</c>; symmetric: <c>scale = max|w| / (2ⁿ⁻¹ − 1)</c>,
/// <c>bias = −2ⁿ⁻¹ · scale</c>; <c>q = round((w − bias) / scale)</c>, half-way cases to the even number. All of it in double precision, as in
/// coremltools; scales and biases are then rounded to single precision. int8 products: <c>scale = max|w| / 127</c>, and
/// <c>q = 127 · w / max|w|</c> cut toward zero.
/// </summary>
public sealed record NetworkQuantization : CompressionScheme
{
    internal NetworkQuantization(NetworkQuantizationMode mode, int bits)
    {
        Mode = mode;
        NBits = bits;
        Granularity = mode is NetworkQuantizationMode.Linear or NetworkQuantizationMode.LinearSymmetric
            ? Granularity.PerChannel
            : Granularity.PerTensor;
    }

    /// <summary>How integers are made.</summary>
    public NetworkQuantizationMode Mode { get; }

    /// <summary>Bits of an integer; 0 if the weight tells (<see cref="NetworkQuantizationMode.Unique"/>).</summary>
    public int NBits { get; }

    /// <summary>Which elements share a scale: <see cref="Granularity.PerChannel"/> for linear quantization unless told otherwise, else
    /// <see cref="Granularity.PerTensor"/>. Biases, and weights of layers that have no output channels, have one scale in any case.</summary>
    public Granularity Granularity { get; private init; }

    internal Func<NetworkWeight, ReadOnlyMemory<float>, float[]>? Table { get; init; }

    internal Func<ModelWeight, ReadOnlyMemory<float>>? Sensitivity { get; init; }

    /// <summary>The same with one scale for the whole weight.</summary>
    /// <returns>The scheme.</returns>
    public NetworkQuantization PerTensor() => this with { Granularity = Granularity.PerTensor };

    /// <summary>The same with one scale for each output channel.</summary>
    /// <returns>The scheme.</returns>
    /// <exception cref="InvalidOperationException">The scheme makes tables or int8 products, which have no channels.</exception>
    public NetworkQuantization PerChannel() => Mode is NetworkQuantizationMode.Linear or NetworkQuantizationMode.LinearSymmetric
        ? this with { Granularity = Granularity.PerChannel }
        : throw new InvalidOperationException("Networks have one table, or one scale for int8 products, for a weight.");

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Mode switch
    {
        NetworkQuantizationMode.Linear => $"{NBits}-bit linear {Shares}",
        NetworkQuantizationMode.LinearSymmetric => $"{NBits}-bit linear symmetric {Shares}",
        NetworkQuantizationMode.LinearTable => $"{NBits}-bit uniform table",
        NetworkQuantizationMode.KMeans => $"{NBits}-bit k-means table",
        NetworkQuantizationMode.Unique => "table of unique values",
        NetworkQuantizationMode.Custom => $"{NBits}-bit custom table",
        _ => "int8 products",
    };

    internal override Decision Decide(WeightFacts weight) =>
        Decision.Refuse("the scheme is for neural networks; ML programs take those of Quantize, Palettize and Prune");

    private string Shares => Granularity == Granularity.PerChannel ? "per channel" : "per tensor";
}
