namespace CoreML.Quantization;

/// <summary>
/// Pruning together with quantization or palettization: only the integers or indices of elements that pruning keeps are stored. The
/// second method works on the pruned weight with its zeros, so that 0 takes part in ranges and tables. Needs iOS 18.
/// </summary>
public sealed record JointCompression : CompressionScheme
{
    internal JointCompression(Pruning pruning, CompressionScheme scheme)
    {
        ArgumentNullException.ThrowIfNull(scheme);
        if (!Takes(scheme))
        {
            throw new ArgumentException("Pruning goes with linear quantization, or with palettization of single elements, of a given number of bits and without scales.", nameof(scheme));
        }
        (Pruning, Scheme) = (pruning, scheme);
    }

    /// <summary>The pruning.</summary>
    public Pruning Pruning { get; }

    /// <summary>What is done with the elements that are left: <see cref="LinearQuantization"/> or <see cref="Palettization"/>.</summary>
    public CompressionScheme Scheme { get; }

    /// <summary>Whether a scheme can follow pruning.</summary>
    internal static bool Takes(CompressionScheme scheme) =>
        scheme is LinearQuantization or Palettization { ClusterDim: 1, HasPerChannelScale: false, NBits: > 0 };

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"{Pruning}, then {Scheme}";

    internal override Decision Decide(WeightFacts weight)
    {
        if (!weight.HasBlockwise)
        {
            throw weight.NeedsNewerOpset("joint compression");
        }
        Decision second = Scheme.Decide(weight);
        if (Pruning.Refuses(weight) is { } reason)
        {
            // As in coremltools, where these are two passes, the second does not depend on the first.
            return second with { Reason = second.Reason ?? "not pruned: " + reason, IsRefused = true, Instead = Scheme };
        }
        return second.Job is null ? second : Decision.Do(new JointJob(weight.Source, Pruning, second.Job, weight.Features));
    }
}
