namespace CoreML.Quantization;

/// <summary>How far decoded weights are from the original ones, summed up over some elements.</summary>
/// <param name="Signal">Sum of the squares of the original weights.</param>
/// <param name="Noise">Sum of the squares of the differences.</param>
/// <param name="Worst">The largest difference.</param>
internal readonly record struct ErrorSums(double Signal, double Noise, double Worst)
{
    /// <summary>Signal-to-noise ratio in decibels: <c>10 · log10(signal / noise)</c>; infinite where there is no noise.</summary>
    public double Decibels => Noise == 0 ? double.PositiveInfinity : 10 * Math.Log10(Signal / Noise);

    public static ErrorSums operator +(ErrorSums left, ErrorSums right) =>
        new(left.Signal + right.Signal, left.Noise + right.Noise, Math.Max(left.Worst, right.Worst));
}
