using CoreML.Format;

namespace CoreML.Quantization;

/// <summary>
/// Palettization: each element, or each short vector of elements, becomes the index of an entry of a table. Table entries have the
/// weight's type; entries that are not needed are 0, at the end.
/// </summary>
public sealed record Palettization : CompressionScheme
{
    /// <summary>Most entries a table can have.</summary>
    internal const int MostEntries = 256;

    internal Palettization(PalettizationMode mode) => Mode = mode;

    /// <summary>How tables are made.</summary>
    public PalettizationMode Mode { get; private init; }

    /// <summary>Bits of an index; 0 if the weight tells (<see cref="PalettizationMode.Unique"/>).</summary>
    public int NBits { get; internal init; }

    /// <summary>Which elements share a table. Default: all of a weight.</summary>
    public Granularity Granularity { get; private init; } = Granularity.PerTensor;

    /// <summary>With <see cref="Granularity.PerGroupedChannel"/>: number of neighbouring channels that share a table.</summary>
    public int GroupSize { get; private init; }

    /// <summary>The channel axis, counted from the end if negative; <see langword="null"/> for the output channels of the operations
    /// which use the weight.</summary>
    public int? ChannelAxis { get; private init; }

    /// <summary>Number of neighbours along the channel axis that have an index together. Default: 1.</summary>
    public int ClusterDim { get; private init; } = 1;

    /// <summary>Whether weights are divided by their largest magnitude along the channel axis first. Default:
    /// <see langword="false"/>.</summary>
    public bool HasPerChannelScale { get; private init; }

    /// <summary>How the tables themselves are quantized; <see langword="null"/> to keep them in the weight's type.</summary>
    public LinearQuantization? TableQuantization { get; private init; }

    internal Func<ReadOnlyMemory<float>, float[]>? Table { get; init; }

    internal Func<ModelWeight, ReadOnlyMemory<float>>? Sensitivity { get; private init; }

    /// <summary>The same with entries at equal distances instead of k-means.</summary>
    /// <returns>The scheme.</returns>
    /// <exception cref="InvalidOperationException">The tables come from the weight's distinct values or from the caller.</exception>
    public Palettization Uniform() => Mode is PalettizationMode.KMeans or PalettizationMode.Uniform
        ? this with { Mode = PalettizationMode.Uniform }
        : throw new InvalidOperationException("A scheme has tables of one kind.");

    /// <summary>The same with one table for the whole weight.</summary>
    /// <returns>The scheme.</returns>
    public Palettization PerTensor() => this with { Granularity = Granularity.PerTensor, GroupSize = 0, ChannelAxis = null };

    /// <summary>The same with a table for every so many channels. Needs iOS 18.</summary>
    /// <param name="groupSize">Number of channels; it has to divide the weight's. Default: 32.</param>
    /// <param name="axis">The channel axis; <see langword="null"/> for the output channels of the operations which use the
    /// weight.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="groupSize"/> is not positive.</exception>
    public Palettization PerGroupedChannel(int groupSize = 32, int? axis = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(groupSize);
        return this with { Granularity = Granularity.PerGroupedChannel, GroupSize = groupSize, ChannelAxis = axis };
    }

    /// <summary>The same with an index for every so many neighbours along the channel axis, and vectors as table entries. Needs
    /// iOS 18.</summary>
    /// <param name="clusterDim">Elements of a vector; it has to divide the number of channels that share a table.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="clusterDim"/> is not positive.</exception>
    /// <exception cref="InvalidOperationException">The tables are not made by k-means or from distinct values.</exception>
    public Palettization Vectors(int clusterDim)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(clusterDim);
        return clusterDim == 1 || Mode == PalettizationMode.KMeans
            ? this with { ClusterDim = clusterDim }
            : throw new InvalidOperationException("Tables of vectors are made by k-means.");
    }

    /// <summary>The same after dividing the weights by their largest magnitude along the channel axis; coremltools'
    /// <c>enable_per_channel_scale</c>. Needs iOS 18.</summary>
    /// <returns>The scheme.</returns>
    public Palettization WithPerChannelScale() => this with { HasPerChannelScale = true };

    /// <summary>The same with tables of integers and one scale for all tables of a weight. Needs iOS 18.</summary>
    /// <param name="quantization">How the tables are quantized, always per tensor; <see langword="null"/> for symmetric int8.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="ArgumentException">The type is not of 8 bits.</exception>
    public Palettization WithQuantizedTable(LinearQuantization? quantization = null)
    {
        LinearQuantization table = (quantization ?? Quantize.Int8()).PerTensor();
        return table.ElementType.BitWidth == 8
            ? this with { TableQuantization = table }
            : throw new ArgumentException("Tables are quantized to int8 or uint8.", nameof(quantization));
    }

    /// <summary>The same with k-means that counts errors of some elements more than others.</summary>
    /// <param name="sensitivity">Gives the sensitivity of a weight's elements: as many positive numbers as it has elements, or as
    /// channels; empty for equal ones.</param>
    /// <returns>The scheme.</returns>
    /// <exception cref="InvalidOperationException">The tables are not made by k-means.</exception>
    public Palettization WeightedBy(Func<ModelWeight, ReadOnlyMemory<float>> sensitivity)
    {
        ArgumentNullException.ThrowIfNull(sensitivity);
        return Mode == PalettizationMode.KMeans
            ? this with { Sensitivity = sensitivity }
            : throw new InvalidOperationException("Only k-means knows sensitivities.");
    }

    /// <summary>The scheme in a few words, for reports.</summary>
    /// <returns>The text.</returns>
    public override string ToString()
    {
        string kind = Mode == PalettizationMode.Unique ? "unique values" : $"{NBits}-bit {Mode switch
        {
            PalettizationMode.KMeans => "k-means",
            PalettizationMode.Uniform => "uniform",
            _ => "custom",
        }}";
        string vectors = ClusterDim > 1 ? $" of vectors of {ClusterDim}" : "";
        string shares = Granularity == Granularity.PerTensor ? "per tensor" : $"per {GroupSize} channels{(ChannelAxis is { } axis ? $" of axis {axis}" : "")}";
        string table = TableQuantization is { } quantization ? $", {quantization.ElementType.Name} table" : "";
        return $"{kind}{vectors} {shares}{(HasPerChannelScale ? ", scaled per channel" : "")}{table}";
    }

    internal override Decision Decide(WeightFacts weight)
    {
        bool needsBlockwise = NBits == 3 || ClusterDim > 1 || HasPerChannelScale || TableQuantization is not null
            || Granularity == Granularity.PerGroupedChannel;
        if (needsBlockwise && !weight.HasBlockwise)
        {
            throw weight.NeedsNewerOpset("palettization with 3 bits, groups, vectors, scales or quantized tables");
        }
        if (Layout(weight, out GroupLayout? layout) is { } reason)
        {
            return Decision.Refuse(reason);
        }
        if (layout!.GroupChannels % ClusterDim != 0)
        {
            return Decision.Refuse($"vectors of {ClusterDim} do not divide {layout.GroupChannels} channels");
        }
        if (ClusterDim > 1 && weight.GroupedConvolutionChannels is { } part && part % ClusterDim != 0)
        {
            return Decision.Refuse($"vectors of {ClusterDim} do not divide the {part} channels of a group of the convolution");
        }
        if (HasPerChannelScale && (ClusterDim > 1 || TableQuantization is not null))
        {
            return Decision.Refuse("scales per channel go neither with vectors nor with quantized tables");
        }
        Func<float[]?> sensitivity = SensitivityOf(weight, layout);
        return Decision.Do(ClusterDim > 1
            ? new VectorPaletteJob(weight.Source, layout, this, sensitivity, weight.Features)
            : new PaletteJob(weight.Source, layout, this, sensitivity, weight.Features));
    }

    /// <summary>How the groups that share a table lie in a weight.</summary>
    /// <returns>Why there are no such groups; <see langword="null"/> if there are.</returns>
    internal string? Layout(WeightFacts weight, out GroupLayout? layout)
    {
        layout = null;
        if (weight.FindAxis(ChannelAxis, out int axis) is { } reason)
        {
            return reason;
        }
        long channels = weight.Shape[axis];
        long groupSize = Granularity == Granularity.PerTensor ? channels : Math.Min(GroupSize, channels);
        if (channels % groupSize != 0)
        {
            return $"groups of {groupSize} do not divide axis {axis} of {channels}";
        }
        layout = new GroupLayout(weight.Shape, axis, channels / groupSize);
        return null;
    }

    /// <summary>Gives the sensitivities of a weight's elements in grouped order, when the weight's turn comes: they take more memory
    /// than weights.</summary>
    internal Func<float[]?> SensitivityOf(WeightFacts weight, GroupLayout layout)
    {
        ModelWeight own = weight.Weight;
        return Sensitivity is null ? () => null : () => layout.Spread(Sensitivity(own));
    }
}
