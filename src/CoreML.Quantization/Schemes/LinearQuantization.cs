using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// Linear quantization: <c>q = clip(round(w / scale) + zeroPoint)</c>, half-way cases to the even number, decoded as
/// <c>scale · (q − zeroPoint)</c>. With <c>n</c> bits and integers from <c>qmin</c> to <c>qmax</c>, the scale of a block is
/// <c>(max − min) / (qmax − qmin)</c>. Symmetric: <c>max = −min</c> is the largest magnitude, and the zero point is 0 for signed types,
/// 127 and 7 for uint8 and uint4. Otherwise: the zero point is <c>round((qmin·max − qmax·min) / (max − min))</c>. Every step is
/// rounded to the weight's own type, as coremltools does. A block of zeros has scale 0 and decodes to zeros.
/// </summary>
public sealed record LinearQuantization : CompressionScheme
{
    internal LinearQuantization(ElementType elementType) => ElementType = elementType;

    /// <summary>The type of the integers: int8, uint8, int4 or uint4. Those of 4 bits need iOS 18.</summary>
    public ElementType ElementType { get; }

    /// <summary>How ranges are laid over the integers. Default: symmetric, as in coremltools.</summary>
    public QuantizationMode Mode { get; private init; } = QuantizationMode.LinearSymmetric;

    /// <summary>Which elements share a scale. Default: those of an output channel, as in coremltools.</summary>
    public Granularity Granularity { get; private init; } = Granularity.PerChannel;

    /// <summary>With <see cref="Granularity.PerBlock"/>: number of elements along the input channel axis that share a scale, one
    /// number; or one number for each axis of the weight, 0 for the whole axis. Empty for other granularities.</summary>
    public IReadOnlyList<int> BlockSizes { get; private init; } = [];

    /// <summary>The channel axis, counted from the end if negative; <see langword="null"/> for that of the operations which use the
    /// weight.</summary>
    public int? Axis { get; private init; }

    /// <summary>The same with zero in the middle of the integers.</summary>
    /// <returns>The scheme.</returns>
    public LinearQuantization Symmetric() => this with { Mode = QuantizationMode.LinearSymmetric };

    /// <summary>The same with a zero point for each block.</summary>
    /// <returns>The scheme.</returns>
    public LinearQuantization Asymmetric() => this with { Mode = QuantizationMode.Linear };

    /// <summary>The same with one scale for the whole weight.</summary>
    /// <returns>The scheme.</returns>
    public LinearQuantization PerTensor() => this with { Granularity = Granularity.PerTensor, BlockSizes = [], Axis = null };

    /// <summary>The same with one scale for each channel.</summary>
    /// <param name="axis">The channel axis; <see langword="null"/> for that of the operations which use the weight.</param>
    /// <returns>The scheme.</returns>
    public LinearQuantization PerChannel(int? axis = null) =>
        this with { Granularity = Granularity.PerChannel, BlockSizes = [], Axis = axis };

    /// <summary>The same with one scale for so many inputs of each output channel. Needs iOS 18.</summary>
    /// <param name="size">Number of elements along the input channel axis; it has to divide that axis. Default: 32.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is not positive.</exception>
    public LinearQuantization PerBlock(int size = 32)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(size);
        return this with { Granularity = Granularity.PerBlock, BlockSizes = new ValueList<int>([size]), Axis = null };
    }

    /// <summary>The same with one scale for a block of the given size on each axis. Needs iOS 18.</summary>
    /// <param name="sizes">A size for each axis of the weight; each has to divide its axis, and 0 stands for the whole axis.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentException"><paramref name="sizes"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A size is negative.</exception>
    public LinearQuantization PerBlock(ReadOnlySpan<int> sizes)
    {
        if (sizes.IsEmpty)
        {
            throw new ArgumentException("A block has a size for each axis.", nameof(sizes));
        }
        foreach (int size in sizes)
        {
            ArgumentOutOfRangeException.ThrowIfNegative(size, nameof(sizes));
        }
        return this with { Granularity = Granularity.PerBlock, BlockSizes = new ValueList<int>(sizes), Axis = null };
    }

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string shares = Granularity switch
        {
            Granularity.PerTensor => "per tensor",
            Granularity.PerChannel => Axis is { } axis ? $"per channel of axis {axis}" : "per channel",
            _ => BlockSizes.Count == 1 ? $"per block of {BlockSizes[0]}" : $"per block of [{string.Join(",", BlockSizes)}]",
        };
        return $"{ElementType.Name} {(Mode == QuantizationMode.Linear ? "asymmetric" : "symmetric")} {shares}";
    }

    internal override Decision Decide(WeightFacts weight)
    {
        if (!weight.HasBlockwise && (ElementType.BitWidth < 8 || Granularity == Granularity.PerBlock))
        {
            throw weight.NeedsNewerOpset($"quantization to {ElementType.Name} {(Granularity == Granularity.PerBlock ? "per block" : "")}".TrimEnd());
        }
        return Grid(weight, out long[] grid) is { } reason
            ? Decision.Refuse(reason)
            : Decision.Do(new LinearJob(weight.Source, grid, this));
    }

    /// <summary>Number of blocks along each axis.</summary>
    /// <returns>Why the scheme does not fit the weight; <see langword="null"/> if it does.</returns>
    internal string? Grid(WeightFacts weight, out long[] grid)
    {
        long[] shape = weight.Shape;
        grid = new long[shape.Length];
        Array.Fill(grid, 1);
        if (Granularity == Granularity.PerTensor)
        {
            return null;
        }
        if (BlockSizes.Count > 1 || (BlockSizes.Count == 1 && shape.Length == 1))
        {
            return DivideByAxis(shape, grid);
        }
        if (weight.FindAxis(Axis, out int output) is { } reason)
        {
            return reason;
        }
        grid[output] = shape[output];
        if (Granularity == Granularity.PerBlock)
        {
            if (weight.InputAxis is not { } input)
            {
                return WeightFacts.AxesDiffer;
            }
            return Divide(shape, grid, input, BlockSizes[0]);
        }
        return null;
    }

    private string? DivideByAxis(long[] shape, long[] grid)
    {
        if (BlockSizes.Count != shape.Length)
        {
            return $"{BlockSizes.Count} block sizes were given for {shape.Length} axes";
        }
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (BlockSizes[axis] != 0 && Divide(shape, grid, axis, BlockSizes[axis]) is { } reason)
            {
                return reason;
            }
        }
        return null;
    }

    private static string? Divide(long[] shape, long[] grid, int axis, int size)
    {
        grid[axis] = shape[axis] / size;
        return shape[axis] % size == 0 && grid[axis] > 0 ? null : $"blocks of {size} do not divide axis {axis} of {shape[axis]}";
    }
}
