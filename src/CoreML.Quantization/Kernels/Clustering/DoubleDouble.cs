namespace CoreML.Quantization;

/// <summary>A number as the unevaluated sum of two doubles: about 106 significant bits.</summary>
/// <remarks>Differences of prefix sums lose the digits that both have in common. With twice the digits, what is left of a
/// cluster far from zero, or beside an outlier, is still a full double.</remarks>
/// <param name="High">The number, rounded.</param>
/// <param name="Low">What the rounding left over.</param>
internal readonly record struct DoubleDouble(double High, double Low)
{
    public static implicit operator DoubleDouble(double value) => new(value, 0);

    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        double sum = left.High + right.High;
        double second = sum - left.High;
        double error = left.High - (sum - second) + (right.High - second) + (left.Low + right.Low);
        double high = sum + error;
        return new DoubleDouble(high, error - (high - sum));
    }

    public static DoubleDouble operator -(DoubleDouble left, DoubleDouble right) => left + new DoubleDouble(-right.High, -right.Low);

    public static DoubleDouble operator *(DoubleDouble left, double right)
    {
        DoubleDouble product = Product(left.High, right);
        return product with { Low = product.Low + left.Low * right };
    }

    /// <summary>The exact product.</summary>
    public static DoubleDouble Product(double left, double right)
    {
        double product = left * right;
        return new DoubleDouble(product, Math.FusedMultiplyAdd(left, right, -product));
    }
}
