using System.Globalization;

namespace CoreML.Quantization;

/// <summary>
/// Pruning: elements of small magnitude become zero. What is left is kept as a mask of one bit for each element and the remaining
/// elements; where that is not smaller than the dense weight, as the dense weight with its zeros.
/// </summary>
public sealed record Pruning : CompressionScheme
{
    internal Pruning(PruningMode mode) => Mode = mode;

    /// <summary>How elements are chosen.</summary>
    public PruningMode Mode { get; }

    /// <summary>Magnitudes up to this become zero (<see cref="PruningMode.Threshold"/>).</summary>
    public float MagnitudeThreshold { get; internal init; }

    /// <summary>Share of zeros below which a weight stays as it is (<see cref="PruningMode.Threshold"/>).</summary>
    public double MinimumSparsity { get; internal init; }

    /// <summary>Share of elements that become zero (<see cref="PruningMode.Magnitude"/>).</summary>
    public double TargetSparsity { get; internal init; }

    /// <summary>Number of zeros among <see cref="M"/> neighbours (<see cref="PruningMode.NOfM"/>).</summary>
    public int N { get; internal init; }

    /// <summary>Number of neighbours (<see cref="PruningMode.NOfM"/>).</summary>
    public int M { get; internal init; }

    /// <summary>Elements of a block that become zero together; 1 for single elements (<see cref="PruningMode.Magnitude"/>).</summary>
    public int BlockSize { get; private init; } = 1;

    /// <summary>The axis along which neighbours and blocks lie.</summary>
    public int Dim { get; internal init; }

    internal bool IsStructured => Mode == PruningMode.NOfM || BlockSize > 1;

    /// <summary>The same with blocks of neighbours that become zero together, by the root of the sum of their squares. Applies to
    /// weights of convolutions and linear layers.</summary>
    /// <param name="size">Elements of a block, at least 2; the last block can be shorter.</param>
    /// <param name="dim">The axis along which the elements of a block lie: 0 for output channels, 1 for input channels.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The size is below 2, or the axis is another.</exception>
    /// <exception cref="InvalidOperationException">The scheme is not <see cref="PruningMode.Magnitude"/>.</exception>
    public Pruning Blocks(int size, int dim = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(size, 2);
        Prune.CheckDim(dim);
        return Mode == PruningMode.Magnitude
            ? this with { BlockSize = size, Dim = dim }
            : throw new InvalidOperationException("Blocks are pruned by magnitude.");
    }

    /// <summary>Pruning first, then something else for what is left: both together in one weight. Needs iOS 18.</summary>
    /// <param name="scheme">Linear quantization (symmetric, not per block) or palettization of single elements.</param>
    /// <returns>The scheme.</returns>
    public JointCompression Then(CompressionScheme scheme) => new(this, scheme);

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => Mode switch
    {
        PruningMode.Threshold => string.Create(CultureInfo.InvariantCulture, $"pruned up to {MagnitudeThreshold}"),
        PruningMode.NOfM => $"pruned {N} of {M} along axis {Dim}",
        _ => string.Create(CultureInfo.InvariantCulture, $"pruned {TargetSparsity:P0}{(BlockSize > 1 ? $" in blocks of {BlockSize} along axis {Dim}" : "")}"),
    };

    internal override Decision Decide(WeightFacts weight) =>
        Refuses(weight) is { } reason ? Decision.Refuse(reason) : Decision.Do(new SparseJob(weight.Source, this, weight.Features));

    /// <summary>Why the scheme cannot be applied to a weight; <see langword="null"/> if it can.</summary>
    internal string? Refuses(WeightFacts weight)
    {
        if (!IsStructured)
        {
            return null;
        }
        int length = Mode == PruningMode.NOfM ? M : BlockSize;
        long channels = weight.Shape[Dim];
        if (weight.Shape.Length > 5)
        {
            return $"structured pruning needs 2 to 5 axes, not {weight.Shape.Length}";
        }
        if (length > channels / 2.0)
        {
            return $"{length} is more than half of axis {Dim} of {channels}";
        }
        return weight.IsNamed || weight.Consumers.All(use => use.Operation is { Type: "conv" or "linear" } && use.Input!.Name == "weight")
            ? null
            : "structured pruning is for weights of convolutions and linear layers; name the weight to prune it anyway";
    }
}
