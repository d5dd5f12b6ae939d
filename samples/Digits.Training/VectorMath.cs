using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Digits.Training;

/// <summary>
/// The two inner loops of training. Both fix the order of every addition and never fuse a product with a sum, so
/// that the trained weights do not depend on the vector width of the machine.
/// </summary>
internal static class VectorMath
{
    /// <summary><c>target += factor * source</c>.</summary>
    public static void AddScaled(Span<float> target, float factor, ReadOnlySpan<float> source)
    {
        Span<Vector256<float>> targets = MemoryMarshal.Cast<float, Vector256<float>>(target);
        ReadOnlySpan<Vector256<float>> sources = MemoryMarshal.Cast<float, Vector256<float>>(source);
        Vector256<float> factors = Vector256.Create(factor);
        for (int i = 0; i < sources.Length; i++)
        {
            targets[i] += factors * sources[i];
        }

        for (int i = sources.Length * Vector256<float>.Count; i < source.Length; i++)
        {
            target[i] += factor * source[i];
        }
    }

    /// <summary>The sum of products, taken in eight interleaved partial sums.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        ReadOnlySpan<Vector256<float>> lefts = MemoryMarshal.Cast<float, Vector256<float>>(left);
        ReadOnlySpan<Vector256<float>> rights = MemoryMarshal.Cast<float, Vector256<float>>(right);
        Vector256<float> partial = Vector256<float>.Zero;
        for (int i = 0; i < lefts.Length; i++)
        {
            partial += lefts[i] * rights[i];
        }

        float sum = 0;
        for (int lane = 0; lane < Vector256<float>.Count; lane++)
        {
            sum += partial[lane];
        }

        for (int i = lefts.Length * Vector256<float>.Count; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
