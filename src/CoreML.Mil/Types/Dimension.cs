using System.Globalization;

namespace CoreML.Mil;

/// <summary>
/// One dimension of a <see cref="TensorShape"/>: a known size, an unknown size, or <see cref="Variadic"/>, which stands
/// for any number of dimensions. The default value is a known size of 0.
/// </summary>
public readonly struct Dimension : IEquatable<Dimension>
{
    private static readonly DimensionSymbol VariadicMark = new("...");

    private readonly long _size;
    private readonly DimensionSymbol? _symbol;

    /// <summary>A dimension of known size.</summary>
    /// <param name="size">Number of elements, not negative.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="size"/> is negative.</exception>
    public Dimension(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        _size = size;
    }

    /// <summary>A dimension whose unknown size is the one <paramref name="symbol"/> stands for.</summary>
    /// <param name="symbol">The symbol.</param>
    public Dimension(DimensionSymbol symbol)
    {
        ArgumentNullException.ThrowIfNull(symbol);
        _symbol = symbol;
    }

    /// <summary>Any number of dimensions of any size; a shape that has it has no known rank.</summary>
    public static Dimension Variadic => new(VariadicMark);

    /// <summary>A dimension of unknown size, related to no other: each call makes a new symbol.</summary>
    /// <returns>The dimension.</returns>
    public static Dimension CreateUnknown() => new(new DimensionSymbol());

    /// <summary>Whether the size is known.</summary>
    public bool IsKnown => _symbol is null;

    /// <summary>Whether this stands for any number of dimensions.</summary>
    public bool IsVariadic => ReferenceEquals(_symbol, VariadicMark);

    /// <summary>Whether this is one dimension whose size is not known.</summary>
    public bool IsUnknown => _symbol is not null && !IsVariadic;

    /// <summary>The number of elements.</summary>
    /// <exception cref="InvalidOperationException">The size is not known.</exception>
    public long Size => _symbol is null
        ? _size
        : throw new InvalidOperationException("The size of this dimension is not known before the program runs.");

    /// <summary>What stands for the unknown size; <see langword="null"/> unless <see cref="IsUnknown"/>.</summary>
    public DimensionSymbol? Symbol => IsUnknown ? _symbol : null;

    /// <summary>A dimension of known size.</summary>
    /// <param name="size">Number of elements, not negative.</param>
    public static implicit operator Dimension(long size) => new(size);

    /// <summary>Whether both have the same known size, the same symbol, or are both variadic.</summary>
    /// <param name="left">One dimension.</param>
    /// <param name="right">The other.</param>
    public static bool operator ==(Dimension left, Dimension right) => left.Equals(right);

    /// <summary>The opposite of equality.</summary>
    /// <param name="left">One dimension.</param>
    /// <param name="right">The other.</param>
    public static bool operator !=(Dimension left, Dimension right) => !left.Equals(right);

    /// <summary>Whether both have the same known size, the same symbol, or are both variadic.</summary>
    /// <param name="other">The other dimension.</param>
    /// <returns>Whether they are equal.</returns>
    public bool Equals(Dimension other) => _size == other._size && ReferenceEquals(_symbol, other._symbol);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Dimension other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(_size, _symbol);

    /// <summary>The size, the symbol's name or <c>?</c>, or <c>...</c> for a variadic one.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => _symbol?.ToString() ?? _size.ToString(CultureInfo.InvariantCulture);
}
