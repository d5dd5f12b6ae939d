using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace CoreML.Quantization;

/// <summary>
/// Sums up errors in vectors of single precision, which <see cref="Flush"/> adds to sums in double precision every few thousand
/// elements. Always eight lanes, added up in the same order: every machine gives the same sums.
/// </summary>
internal struct ErrorAccumulator
{
    private Vector256<float> _signal;
    private Vector256<float> _noise;
    private double _signalSum;
    private double _noiseSum;
    private double _worst;

    /// <summary>The sums so far.</summary>
    public readonly ErrorSums Sums => new(_signalSum, _noiseSum, _worst);

    /// <summary>Adds sums of squares, of weights and of errors.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(Vector256<float> signal, Vector256<float> noise)
    {
        _signal += signal;
        _noise += noise;
    }

    /// <summary>Adds a weight and its error.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(float weight, float error)
    {
        _signalSum += (double)weight * weight;
        _noiseSum += (double)error * error;
    }

    /// <summary>Moves the vectors' sums to the double precision ones.</summary>
    /// <param name="worst">The largest error of the elements added since.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Flush(float worst)
    {
        _signalSum += Vector256.Sum(Vector256.WidenLower(_signal) + Vector256.WidenUpper(_signal));
        _noiseSum += Vector256.Sum(Vector256.WidenLower(_noise) + Vector256.WidenUpper(_noise));
        _signal = default;
        _noise = default;
        _worst = Math.Max(_worst, worst);
    }
}
