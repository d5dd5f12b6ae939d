namespace CoreML.Quantization;

/// <summary>How a model's weights are compressed. Immutable; change with <c>with</c>.</summary>
public sealed record CompressionOptions
{
    private readonly int _weightThreshold = 2048;
    private readonly int? _threads;

    /// <summary>The scheme for every weight that no rule says otherwise of. Default: <see cref="Quantize.Int8"/>.</summary>
    public CompressionScheme? Default { get; init; } = Quantize.Int8();

    /// <summary>Exceptions from <see cref="Default"/>; the first that matches a weight decides. Default: none.</summary>
    public IReadOnlyList<WeightRule> Rules { get; init; } = [];

    /// <summary>Weights are compressed if they have more elements than this. Default: 2,048, as in coremltools for ML
    /// programs; for neural networks it has no threshold, and 0 is the same. <see cref="Storage.Float16"/> takes all weights of neural
    /// networks, since those of a layer must have one precision.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is negative.</exception>
    public int WeightThreshold
    {
        get => _weightThreshold;
        init
        {
            ArgumentOutOfRangeException.ThrowIfNegative(value);
            _weightThreshold = value;
        }
    }

    /// <summary>Whether weights that are compressed already are compressed further by a scheme of another kind, which undoes nothing:
    /// tables of palettized weights are quantized; integers of quantized weights get tables; what pruned weights have left is quantized or
    /// palettized; and indices or integers are left out where pruning makes a weight zero. coremltools' <c>joint_compression</c>; needs
    /// iOS 18. Otherwise, and where two kinds do not go together, weights that are compressed stay as they are. Default:
    /// <see langword="false"/>.</summary>
    public bool JointCompression { get; init; }

    /// <summary>Whether a weight that a scheme was meant for, but could not be applied to, is an error. Otherwise it stays as
    /// it is and the report says why. Default: <see langword="false"/>.</summary>
    public bool Strict { get; init; }

    /// <summary>Most threads that work at the same time; <see langword="null"/> for one for each processor. The result does
    /// not depend on it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is zero or negative.</exception>
    public int? Threads
    {
        get => _threads;
        init
        {
            if (value is { } threads)
            {
                ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
            }
            _threads = value;
        }
    }

    /// <summary>Whether the result must survive a loss of power right after; see
    /// <see cref="CoreML.Format.SaveOptions.Durable"/>. Default: <see langword="false"/>.</summary>
    public bool Durable { get; init; }
}
