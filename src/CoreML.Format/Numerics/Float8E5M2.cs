using System.Globalization;

namespace CoreML.Format;

/// <summary>A number of 8 bits: sign, 5 exponent bits with bias 15, 2 fraction bits; the upper byte of half precision.</summary>
public readonly struct Float8E5M2 : IEquatable<Float8E5M2>, IComparable<Float8E5M2>, IFormattable
{
    private Float8E5M2(byte bits)
    {
        Bits = bits;
    }

    /// <summary>The 8 bits.</summary>
    public byte Bits { get; }

    /// <summary>The number of the given bits.</summary>
    /// <param name="bits">The bits.</param>
    /// <returns>The number.</returns>
    public static Float8E5M2 FromBits(byte bits) => new(bits);

    /// <summary>Rounds to the nearest number, to the even one of two that are equally near. What rounds beyond 57,344 becomes
    /// infinite; not-a-number stays so.</summary>
    /// <param name="value">The number to round.</param>
    public static explicit operator Float8E5M2(float value) => new(Float8.Round(value, fractionBits: 2, bias: 15, overflow: 0x7C));

    /// <summary>The same number in single precision; exact.</summary>
    /// <param name="value">The number.</param>
    public static implicit operator float(Float8E5M2 value) => (float)BitConverter.UInt16BitsToHalf((ushort)(value.Bits << 8));

    /// <summary>Whether two numbers are equal; not-a-number equals nothing.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator ==(Float8E5M2 left, Float8E5M2 right) => (float)left == (float)right;

    /// <summary>Whether two numbers differ.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator !=(Float8E5M2 left, Float8E5M2 right) => !(left == right);

    /// <summary>Whether the first number is less.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator <(Float8E5M2 left, Float8E5M2 right) => (float)left < (float)right;

    /// <summary>Whether the first number is greater.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator >(Float8E5M2 left, Float8E5M2 right) => (float)left > (float)right;

    /// <summary>Whether the first number is less or equal.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator <=(Float8E5M2 left, Float8E5M2 right) => (float)left <= (float)right;

    /// <summary>Whether the first number is greater or equal.</summary>
    /// <param name="left">The first.</param>
    /// <param name="right">The second.</param>
    public static bool operator >=(Float8E5M2 left, Float8E5M2 right) => (float)left >= (float)right;

    /// <inheritdoc/>
    public int CompareTo(Float8E5M2 other) => ((float)this).CompareTo(other);

    /// <inheritdoc/>
    public bool Equals(Float8E5M2 other) => ((float)this).Equals(other);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is Float8E5M2 other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => ((float)this).GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => ToString(null, CultureInfo.InvariantCulture);

    /// <inheritdoc/>
    public string ToString(string? format, IFormatProvider? formatProvider) => ((float)this).ToString(format, formatProvider);
}
