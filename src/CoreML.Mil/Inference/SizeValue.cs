using System.Globalization;

namespace CoreML.Mil;

/// <summary>An integer that is known, or that a symbol stands for: a size, or an element of a tensor of sizes.</summary>
internal readonly record struct SizeValue(long Value, DimensionSymbol? Symbol)
{
    public static implicit operator SizeValue(long value) => new(value, null);

    public static implicit operator SizeValue(Dimension dimension) => dimension.IsKnown ? new(dimension.Size, null)
        : dimension.Symbol is { } symbol ? new(0, symbol) : CreateUnknown();

    public bool IsKnown => Symbol is null;

    /// <summary>An integer of which nothing is known.</summary>
    public static SizeValue CreateUnknown() => new(0, new DimensionSymbol());

    public bool Is(long value) => IsKnown && Value == value;

    public override string ToString() => Symbol?.ToString() ?? Value.ToString(CultureInfo.InvariantCulture);
}
