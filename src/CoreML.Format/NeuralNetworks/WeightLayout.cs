using System.Globalization;
using Google.Protobuf.Collections;

namespace CoreML.Format;

/// <summary>What a layer's parameters say about a weight: its shape, and which elements share a scale if it is
/// quantized. The parameters come from a file, so nothing here trusts them.</summary>
internal sealed class WeightLayout
{
    private const int ShownDimensions = 8;

    private readonly long[]? _shape;
    private readonly int _channelAxis;
    private readonly long _groups;

    private WeightLayout(long[]? shape, int channelAxis = -1, long groups = 1)
    {
        _shape = shape;
        _channelAxis = channelAxis;
        _groups = groups;
        ElementCount = shape is null ? null : Product(shape);
    }

    /// <summary>The layout of a weight whose layer says nothing about it.</summary>
    public static WeightLayout Unknown { get; } = new(null);

    /// <summary>The declared shape; <see langword="null"/> if the layer does not declare one.</summary>
    public IReadOnlyList<long>? Shape => _shape;

    /// <summary>The number of elements that the shape stands for; <see langword="null"/> if there is no shape or no weight
    /// can have it, because a dimension is not positive or the product does not fit 63 bits.</summary>
    public long? ElementCount { get; }

    /// <summary>The numbers of scales that a quantized weight may have, in words.</summary>
    public string ScaleCounts => (_channelAxis, _groups) switch
    {
        ( < 0, _) => "1 scale",
        (_, 1) => $"1 scale or {_shape![_channelAxis]}",
        _ => $"1 scale, {_shape![_channelAxis]}, or as many for each of {_groups} groups",
    };

    /// <summary>The axis along which elements have scales of their own; <see langword="null"/> if all share one.</summary>
    public int? ChannelAxis => _channelAxis < 0 ? null : _channelAxis;

    /// <summary>How many scales a weight has with one for each output channel of its layer; 1 if all elements share one.</summary>
    public int MostScales
    {
        get
        {
            if (_channelAxis < 0)
            {
                return 1;
            }
            long scales = _shape![_channelAxis] * (_groups > 1 && _shape[0] % _groups == 0 ? _groups : 1);
            return (int)Math.Min(scales, int.MaxValue);
        }
    }

    /// <summary>A vector; if it is quantized, all its elements share one scale.</summary>
    public static WeightLayout Vector(ulong length) => new([Dimension(length)]);

    /// <summary>A matrix with a scale for each row.</summary>
    public static WeightLayout Matrix(ulong rows, ulong columns) => Kernel(rows, columns);

    /// <summary>A tensor with a scale for each index of the first axis.</summary>
    public static WeightLayout Kernel(params ReadOnlySpan<ulong> shape) => new(Dimensions(shape), channelAxis: 0);

    /// <summary>A kernel of a deconvolution, <c>[inputs, outputs / groups, …]</c>. It has a scale for each index of the second
    /// axis, or one for each output: those of the first group, then those of the second, and so on.</summary>
    public static WeightLayout Deconvolution(ulong groups, params ReadOnlySpan<ulong> shape) =>
        new(Dimensions(shape), channelAxis: 1, Dimension(groups));

    /// <summary>A shape that the layer spells out, with a scale for each index of the first of three axes.</summary>
    public static WeightLayout Listed(RepeatedField<ulong> shape) => shape.Count switch
    {
        0 => Unknown,
        3 => Kernel(shape[0], shape[1], shape[2]),
        _ => ListedWithOneScale(shape),
    };

    /// <summary>A shape that the layer spells out; if the weight is quantized, all elements share one scale.</summary>
    public static WeightLayout ListedWithOneScale(RepeatedField<ulong> shape) =>
        shape.Count == 0 ? Unknown : new([.. shape.Select(Dimension)]);

    /// <inheritdoc cref="ListedWithOneScale(RepeatedField{ulong})"/>
    public static WeightLayout ListedWithOneScale(RepeatedField<long> shape) => shape.Count == 0 ? Unknown : new([.. shape]);

    /// <summary>Whether a weight can have the declared shape.</summary>
    /// <param name="capacity">The most elements that it can have.</param>
    /// <param name="packed">Whether it can have fewer, too.</param>
    public bool Fits(long capacity, bool packed) => ElementCount == capacity || (packed && ElementCount < capacity);

    /// <summary>Says which scale each element has.</summary>
    /// <param name="elements">The weight's number of elements, at least 1.</param>
    /// <param name="scales">How many scales there are.</param>
    /// <returns>The answer; <see langword="null"/> if so many scales do not fit the layout.</returns>
    public ScaleMap? Scales(long elements, int scales)
    {
        if (scales == 1)
        {
            return new ScaleMap(elements, 1, elements);
        }
        if (_channelAxis < 0 || elements != ElementCount)
        {
            return null;
        }
        long channels = _shape![_channelAxis];
        long run = Product(_shape.AsSpan(_channelAxis + 1)) ?? 0;
        if (scales == channels)
        {
            return new ScaleMap(run, channels, elements);
        }
        bool perOutput = _groups > 1 && _shape[0] % _groups == 0 && scales % channels == 0 && scales / channels == _groups;
        return perOutput ? new ScaleMap(run, channels, elements / _groups) : null;
    }

    /// <summary>The declared shape in words: <c>32 × 16 × 3 × 3</c>.</summary>
    public override string ToString()
    {
        IEnumerable<string> shown = (_shape ?? []).Take(ShownDimensions).Select(d => d.ToString(CultureInfo.InvariantCulture));
        return string.Join(" × ", shown) + (_shape?.Length > ShownDimensions ? " × …" : "");
    }

    private static long[] Dimensions(ReadOnlySpan<ulong> shape)
    {
        var dimensions = new long[shape.Length];
        for (int i = 0; i < dimensions.Length; i++)
        {
            dimensions[i] = Dimension(shape[i]);
        }
        return dimensions;
    }

    // No weight reaches the largest value, so dimensions beyond it need not be told apart.
    private static long Dimension(ulong value) => (long)Math.Min(value, long.MaxValue);

    private static long? Product(ReadOnlySpan<long> shape)
    {
        long product = 1;
        foreach (long dimension in shape)
        {
            if (dimension <= 0 || product > long.MaxValue / dimension)
            {
                return null;
            }
            product *= dimension;
        }
        return product;
    }
}
