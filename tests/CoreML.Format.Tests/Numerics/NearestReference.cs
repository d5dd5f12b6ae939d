namespace CoreML.Format.Tests;

/// <summary>Rounds by looking for the nearest number of a list: slow, and plainly right.</summary>
internal sealed class NearestReference
{
    // The numbers from 0 upward by their bits, in double precision, which holds all of them and their midpoints. The
    // last one is where the next number would be; its bits stand for what is too large.
    private readonly double[] _magnitudes;
    private readonly int _signBit;

    /// <param name="magnitudes">The numbers that are not negative, by their bits.</param>
    /// <param name="signBit">The bit of the sign.</param>
    public NearestReference(IEnumerable<float> magnitudes, int signBit)
    {
        double[] finite = [.. magnitudes];
        _magnitudes = [.. finite, 2 * finite[^1] - finite[^2]];
        _signBit = signBit;
    }

    /// <summary>Numbers where rounding is hard: each number, each midpoint, and their neighbours, of either sign.</summary>
    public IEnumerable<float> HardCases()
    {
        for (int i = 0; i + 1 < _magnitudes.Length; i++)
        {
            float number = (float)_magnitudes[i];
            float middle = (float)((_magnitudes[i] + _magnitudes[i + 1]) / 2);
            foreach (float value in (float[])[number, middle, MathF.BitDecrement(middle), MathF.BitIncrement(middle)])
            {
                yield return value;
                yield return -value;
            }
        }
    }

    /// <summary>Numbers of any bits, the ends of the range, and what is no number.</summary>
    public static IEnumerable<float> AnyCases()
    {
        var random = new Random(42);
        IEnumerable<float> any = Enumerable.Range(0, 100_000).Select(_ => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)));
        float[] ends =
        [
            0f, -0f, float.Epsilon, -float.Epsilon, float.MinValue, float.MaxValue, float.PositiveInfinity, float.NegativeInfinity,
            float.NaN, -float.NaN, BitConverter.UInt32BitsToSingle(0x7F80_0001), BitConverter.UInt32BitsToSingle(0xFFFF_FFFF),
            1.17549421e-38f, 1.17549435e-38f,
        ];
        return any.Concat(ends);
    }

    /// <summary>The bits of the nearest number; not for not-a-number.</summary>
    public int Round(float value)
    {
        int sign = float.IsNegative(value) ? _signBit : 0;
        double magnitude = Math.Abs((double)value);
        int above = Array.BinarySearch(_magnitudes, magnitude);
        if (above >= 0)
        {
            return sign | above;
        }
        above = Math.Min(~above, _magnitudes.Length - 1);
        double down = magnitude - _magnitudes[above - 1];
        double up = _magnitudes[above] - magnitude;
        bool goesUp = up < down || (up == down && above % 2 == 0);
        return sign | (goesUp ? above : above - 1);
    }
}
