using System.Globalization;

namespace CoreML.Format;

/// <summary>A number of 8 bits: sign, 4 exponent bits with bias 7, 3 fraction bits. There are no infinities; the largest
/// number is 448, and all ones is not-a-number.</summary>
public readonly struct Float8E4M3FN : IEquatable<Float8E4M3FN>, IComparable<Float8E4M3FN>, IFormattable
{
    private Float8E4M3FN(byte bits)
    {
        Bits = bits;
    }

    /// <summary>The 8 bits.</summary>
    public byte Bits { get; }

    /// <summary>The number of the given bits.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The number.</returns>
    public static Float8E4M3FN FromBits(byte bits) => new(bits);

    /// <summary>Rounds to the nearest number, to the even one of two that are equally near. What rounds beyond 448 becomes
    /// not-a-number, as there is no infinity.</summary>
    /// <param name="value">The number to round.</param>
    public static explicit operator Float8E4M3FN(float value) => new(Float8.Round(value, fractionBits: 3, bias: 7, overflow: 0x7F));

    /// <summary>The same number in single precision; exact.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator float(Float8E4M3FN value) => Float8.Widen(value.Bits, fractionBits: 3, bias: 7, (value.Bits & 0x7F) == 0x7F);

    /// <summary>Whether two numbers are equal; not-a-number equals nothing.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator ==(Float8E4M3FN left, Float8E4M3FN right) => (float)left == (float)right;

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator !=(Float8E4M3FN left, Float8E4M3FN right) => !(left == right);

    /// <summary>Whether the first number is less.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator <(Float8E4M3FN left, Float8E4M3FN right) => (float)left < (float)right;

    /// <summary>Whether the first number is greater.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator >(Float8E4M3FN left, Float8E4M3FN right) => (float)left > (float)right;

    /// <summary>Whether the first number is less or equal.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator <=(Float8E4M3FN left, Float8E4M3FN right) => (float)left <= (float)right;

    /// <summary>Whether the first number is greater or equal.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator >=(Float8E4M3FN left, Float8E4M3FN right) => (float)left >= (float)right;

    /// <inheritdoc/>
    public int CompareTo(Float8E4M3FN other) => ((float)this).CompareTo(other);

    /// <inheritdoc/>
    public bool Equals(Float8E4M3FN other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float8E4M3FN other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);
}
